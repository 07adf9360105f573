"""How days to come and means of payment are said to a member."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from cabas.clock import local_date
from cabas.distributions.models import Distribution
from cabas.payments.means import ICON_OF, Means
from cabas.ui import formats

NEAR_DAYS = 7


def day_to_come(day: date, at: datetime) -> str:
    """« jeudi » in the days that follow, « le jeudi 3 décembre » from a week on."""
    if 0 <= (day - local_date(at)).days < NEAR_DAYS:
        return formats.weekday(day)
    return _("le %(day)s") % {"day": formats.day_long(day)}


def moment_to_come(moment: datetime, at: datetime) -> str:
    """« vendredi 27, 8 h » in the days around, « vendredi 4 décembre, 8 h » farther away."""
    day = local_date(moment)
    if abs((day - local_date(at)).days) < NEAR_DAYS:
        return f"{formats.weekday(day)} {formats.ordinal(formats.day_number(day))}, {formats.hour(moment)}"
    return f"{formats.day_long(day)}, {formats.hour(moment)}"


def catalog_hours(opens_at: datetime, closes_at: datetime, at: datetime) -> str:
    """« commandes closes depuis mardi 24, 20 h », of a catalog of which one cannot order now; or when one will."""
    if at < opens_at:
        return _("commandes à partir de %(moment)s") % {"moment": moment_to_come(opens_at, at)}
    return _("commandes closes depuis %(moment)s") % {"moment": moment_to_come(closes_at, at)}


def time_left(left: timedelta) -> str:
    """« 1 j 10 h », « 3 h 20 », « 12 min »."""
    hours, seconds = divmod(int(left.total_seconds()), 3600)
    space = formats.NO_BREAK
    if hours >= 24:
        return f"{hours // 24}{space}j{space}{hours % 24}{space}h"
    if hours:
        return f"{hours}{space}h{space}{seconds // 60:02d}"
    return f"{max(1, seconds // 60)}{space}min"


@dataclass(frozen=True)
class MeansOption:
    """A means as the checkout offers it: `button` is followed by the amount."""

    value: str
    icon: str
    label: str
    note: str
    button: str


def options(accepted: list[Means], distribution: Distribution, at: datetime, *, is_weighed: bool) -> list[MeansOption]:
    day = day_to_come(distribution.day, at)
    return [
        MeansOption(means, ICON_OF[means], str(means.label), NOTES[means](day, is_weighed), BUTTONS[means]())
        for means in accepted
    ]


def _cheque_note(day: str, is_weighed: bool) -> str:
    if is_weighed:
        return _("à apporter %(day)s, à remplir après la pesée") % {"day": day}
    return _("à apporter %(day)s") % {"day": day}


NOTES: dict[str, Callable[[str, bool], str]] = {
    Means.CHEQUE: _cheque_note,
    Means.CASH: lambda day, _weighed: _("à apporter %(day)s ; le stand rend la monnaie") % {"day": day},
    Means.TRANSFER: lambda day, _weighed: _("depuis votre banque, avant %(day)s") % {"day": day},
    Means.TERMINAL: lambda day, _weighed: _("au stand, %(day)s") % {"day": day},
    Means.ONLINE: lambda _day, _weighed: _("maintenant, sur une page sécurisée"),
    Means.CAGNOTTE: lambda _day, _weighed: _("sans rien payer maintenant"),
}
BUTTONS: dict[str, Callable[[], str]] = {
    Means.CHEQUE: lambda: _("chèque de"),
    Means.CASH: lambda: _("espèces,"),
    Means.TRANSFER: lambda: _("virement de"),
    Means.TERMINAL: lambda: _("carte,"),
    Means.ONLINE: lambda: _("carte en ligne,"),
    Means.CAGNOTTE: lambda: _("cagnotte"),
}
TO_BRING: dict[str, Callable[[str], str]] = {
    Means.CHEQUE: lambda day: _("Chèque à apporter %(day)s") % {"day": day},
    Means.CASH: lambda day: _("Espèces à apporter %(day)s") % {"day": day},
    Means.TRANSFER: lambda day: _("Virement à faire avant %(day)s") % {"day": day},
    Means.TERMINAL: lambda day: _("Carte au stand %(day)s") % {"day": day},
    Means.ONLINE: lambda _day: _("À payer par carte en ligne"),
}


def to_bring(means: str, day: date, at: datetime) -> str:
    """« Chèque à apporter jeudi »; nothing where no means is announced."""
    return TO_BRING[means](day_to_come(day, at)) if means else ""
