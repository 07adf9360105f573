"""E20: on Monday morning the treasury is told what it has to do; nothing to do, nothing is sent."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.announcements.models import Told
from cabas.announcements.telling_once import button, once
from cabas.clock import PARIS
from cabas.distributions.blocking import owing_validation
from cabas.distributions.transfers_awaited import transfers_awaited
from cabas.groups.models import Group, Role
from cabas.mail.queueing import Letter
from cabas.mail.to_roles import letters_to
from cabas.money import Money
from cabas.treasury.filters import Filters
from cabas.treasury.overview import balances_of, shown
from cabas.ui import formats
from cabas.ui.language import in_french

KIND = "E20"
MONDAY, FROM, UNTIL = 0, 8, 12
OLD_DEBTS = Filters(state="doit", since="30")


@in_french
def tell_the_treasury(group: Group, *, at: datetime) -> int:
    """Returns how many mails were queued. No statement on other days."""
    here = at.astimezone(PARIS)
    if here.weekday() != MONDAY or not FROM <= here.hour < UNTIL:
        return 0
    year, number, _day = here.isocalendar()
    week = f"{year}-W{number:02}"
    if Told.objects.filter(group=group, kind=KIND, about=week).exists():
        return 0
    if not (to_do := _to_do(group, at)):
        return 0

    def letters(_new: set[str]) -> Iterable[Letter]:
        subject = _("Trésorerie\u202f: %(to_do)s") % {"to_do": ", ".join(short for short, _long in to_do)}
        see = button(_("Ouvrir les soldes"), "treasury:balances", group)
        rows = "\n".join(f"- {long}" for _short, long in to_do)
        body = "\n\n".join([_("Bonjour,"), _("voici ce qui attend la trésorerie\u202f:"), rows, *see])
        return letters_to(group.pk, (Role.TREASURER,), KIND, subject, body)

    return once(group, KIND, [week], letters, at)


def _to_do(group: Group, at: datetime) -> list[tuple[str, str]]:
    """Each in a few words, and with its amount."""
    transfers = transfers_awaited(group)
    debts = shown(balances_of(group), OLD_DEBTS, on=at.astimezone(PARIS).date())
    late = owing_validation(group, at).count()
    found = [
        _said(
            ngettext("%(count)s virement attendu", "%(count)s virements attendus", len(transfers)),
            len(transfers),
            Money.sum(each.due for each in transfers),
        ),
        _said(
            ngettext("%(count)s solde de plus de 30 jours", "%(count)s soldes de plus de 30 jours", len(debts)),
            len(debts),
            Money.sum(each.owed for each in debts),
        ),
        _said(ngettext("%(count)s distribution à valider", "%(count)s distributions à valider", late), late, None),
    ]
    return [each for each in found if each]


def _said(words: str, count: int, amount: Money | None) -> tuple[str, str] | None:
    if not count:
        return None
    short = words % {"count": count}
    return short, f"{short}\u202f: {formats.euros(amount)}" if amount else short
