"""E6: the day before a distribution, from 17 h on, each household is told its basket and what to bring."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cabas.announcements.telling_once import button, once
from cabas.clock import PARIS
from cabas.distributions.dues import due
from cabas.distributions.models import Basket, Distribution
from cabas.distributions.notices import basket_lines
from cabas.groups.models import Group
from cabas.mail.queueing import Letter
from cabas.money import Money
from cabas.payments.means import Means
from cabas.ui import formats
from cabas.ui.language import in_french

KIND = "E6"
FROM = time(17)
BY: dict[str, Any] = {
    Means.CHEQUE: gettext_lazy("%(amount)s par chèque"),
    Means.CASH: gettext_lazy("%(amount)s en espèces"),
    Means.TRANSFER: gettext_lazy("%(amount)s par virement"),
    Means.TERMINAL: gettext_lazy("%(amount)s par carte"),
    Means.ONLINE: gettext_lazy("%(amount)s par carte en ligne"),
}


def tell_the_day_before(group: Group, *, at: datetime) -> int:
    """Returns how many mails were queued. One statement at most where there is nothing tomorrow."""
    here = at.astimezone(PARIS)
    if here.time() < FROM:
        return 0
    tomorrow = here.date() + timedelta(days=1)
    evenings = list(Distribution.objects.filter(group=group, day=tomorrow).standing().select_related("place"))
    if not evenings:
        return 0

    def letters(new: set[str]) -> Iterable[Letter]:
        return _letters(group, [each for each in evenings if str(each.pk) in new])

    return once(group, KIND, [each.pk for each in evenings], letters, at)


def _letters(group: Group, evenings: Sequence[Distribution]) -> list[Letter]:
    by_id = {each.pk: each for each in evenings}
    baskets = Basket.objects.filter(distribution__in=evenings).not_empty().with_amounts().order_by("number")
    found = []
    for basket in baskets.with_people().prefetch_related("lines"):
        basket.distribution, basket.membership.group = by_id[basket.distribution_id], group
        if basket.is_to_hand_out:
            found.append(_letter(group, basket))
    return found


@in_french
def _letter(group: Group, basket: Basket) -> Letter:
    evening = basket.distribution
    said = {"hour": formats.hour(evening.starts_at), "number": basket.number, "to_pay": _to_pay(basket)}
    subject = _("Demain %(hour)s\u202f: votre panier n° %(number)s, %(to_pay)s") % said
    where = _("%(day)s, de %(start)s à %(end)s, %(place)s.") % {
        "day": formats.day_long(evening.day).capitalize(),
        "start": formats.hour(evening.starts_at),
        "end": formats.hour(evening.ends_at),
        "place": ", ".join(part for part in (evening.place.name, evening.place.address) if part),
    }
    lines = "\n".join(basket_lines(basket, basket.current_lines))
    see = button(_("Voir ma commande"), "distributions:shop", group, number=evening.number)
    body = "\n\n".join([_("Bonjour,"), where, lines, *_weights(basket), *see])
    return Letter(basket.membership, KIND, subject, body)


def _to_pay(basket: Basket) -> str:
    amount = due(basket).due
    if amount <= Money(0):
        return _("rien à payer")
    return str(BY.get(basket.means, gettext_lazy("%(amount)s à régler"))) % {"amount": formats.euros(amount)}


def _weights(basket: Basket) -> list[str]:
    if not basket.is_estimated:
        return []
    return [_("Des produits seront pesés\u202f: le montant définitif sera celui de la pesée.")]
