"""In the group with cagnottes a membership costs 15 € a year: some renewed, one is exempted, others are to renew."""

from datetime import timedelta

from cabas.clock import local_date
from cabas.demo.scene import Scene
from cabas.demo.telling import TREASURER
from cabas.membership_fees.asking import ask, fee_asked
from cabas.membership_fees.models import FeeSettings
from cabas.membership_fees.recording import Asked, record_fees
from cabas.money import Money
from cabas.payments.means import Means

FEE = Money.of("15.00")
REDUCED = Money.of("8.00")
RECORDED_DAYS_BEFORE = 4  # after the last distribution that the story tells
BY_TRANSFER = ("Jean Petit", "Lucie Bernard")


def tell_fees(scene: Scene) -> None:
    """No balance changes: what is asked is paid at once."""
    at = scene.calendar.at
    founded_at, by = scene.group.founded_at, scene.person(TREASURER)
    ask(scene.group, FEE, month=9, day=1, at=founded_at)
    fee = fee_asked(scene.group, on=local_date(at))
    if fee is None:
        return
    FeeSettings.objects.filter(group=scene.group).update(reminded_year=fee.period.year)
    before = max(founded_at, at - timedelta(days=RECORDED_DAYS_BEFORE))
    renewed = [Asked(scene.members[name], FEE) for name in BY_TRANSFER]
    reduced = Asked(scene.members["Karim Haddad"], REDUCED, "tarif réduit")
    exempted = Asked(scene.members["Henri Morin"], Money(0), "solidarité")
    for asked, means in ((renewed, Means.TRANSFER), ([reduced], Means.TRANSFER), ([exempted], "")):
        record_fees(fee, asked, means=means, is_told=False, key=scene.key(), by=by, at=before)
