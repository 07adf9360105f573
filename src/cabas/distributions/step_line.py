"""The balance as a line that steps around zero, a dot where a payment came, and in words what the line shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.distributions.balance_by_day import BalanceByDay, Day
from cabas.money import Money
from cabas.ui import formats

WIDTH, HEIGHT, MARGIN = 365.0, 43.0, 5.0
DOTS_MAX = 40  # more are drawn small, or they would hide the line
SAID_BY_MONTH = timedelta(days=180)
NOTHING = Money(0)


class Month(NamedTuple):
    """« novembre 2026 », « 3 paiements » or nothing, and the balance at its end."""

    name: str
    payments: str
    balance: Money


@dataclass(frozen=True)
class StepLine:
    """Paths as SVG writes them, in a box of 365 by 43: the line, what lies below zero and above it, and the dots.

    `labels` stand below, from the first day to the last but today. `months` say the same, the newest first.
    """

    path: str
    below: str
    above: str
    dots: str
    axis: str
    first_day: date
    labels: Sequence[str]
    is_dense: bool
    conclusion: str
    months: Sequence[Month]


def step_line(went: BalanceByDay, *, has_cagnotte: bool) -> StepLine | None:
    """The picture of how a balance went; None where there is no movement to see: none, or one since it was opened."""
    days, first_day = went.days, went.first_day
    if not days or first_day >= went.today or (len(days) == 1 and not went.before):
        return None
    length = (went.today - first_day).days
    xs = [MARGIN, *(_x((day.day - first_day).days, length) for day in days), WIDTH]
    axis, ys = _ys([went.before, *(day.balance for day in days)])
    paid = [(xs[i + 1], ys[i + 1]) for i, day in enumerate(days) if day.payments]
    return StepLine(
        path=_path(xs, ys),
        below="".join([_band(xs[i], xs[i + 1], y, axis) for i, y in enumerate(ys) if y > axis]),
        above="".join([_band(xs[i], xs[i + 1], y, axis) for i, y in enumerate(ys) if y < axis]),
        dots="".join([f"M{x:.1f} {y:.1f}h.01" for x, y in paid]),
        axis=f"{axis:.1f}",
        first_day=first_day,
        labels=_labels(first_day, went.today),
        is_dense=len(paid) > DOTS_MAX,
        conclusion=_conclusion(went, has_cagnotte),
        months=[_month(month) for month in went.months],
    )


def _conclusion(went: BalanceByDay, has_cagnotte: bool) -> str:
    """What the picture shows, in a sentence; of a cagnotte, whether it held."""
    balances = [day.balance for day in went.days]
    if has_cagnotte:
        return _of_a_cagnotte([went.before, *balances])
    if not balances[-1]:
        return _("Le solde est revenu à zéro\u202f: tout est réglé.")
    returns = sum(not balance for balance in balances)
    if not returns:
        return _("Le solde n’est pas encore revenu à zéro.")
    said = ngettext("Le solde est revenu une fois à zéro.", "Le solde est revenu %(count)s fois à zéro.", returns)
    return said % {"count": returns}


def _of_a_cagnotte(balances: Sequence[Money]) -> str:
    falls = sum(after < NOTHING <= before for before, after in pairwise(balances))
    if not falls:
        return _("La cagnotte n’est pas passée sous zéro.")
    said = ngettext(
        "La cagnotte est passée une fois sous zéro.", "La cagnotte est passée %(count)s fois sous zéro.", falls
    )
    return said % {"count": falls}


def _month(month: Day) -> Month:
    said = ngettext("%(count)s paiement", "%(count)s paiements", month.payments) if month.payments else ""
    return Month(formats.month_long(month.day), said and said % {"count": month.payments}, month.balance)


def _labels(first_day: date, today: date) -> list[str]:
    """The day where the line begins; of a long one its month, and that of its middle."""
    if today - first_day < SAID_BY_MONTH:
        return [formats.day_short(first_day, today.year)]
    return [f"{formats.month_short(day)} {day.year}" for day in (first_day, first_day + (today - first_day) / 2)]


def _x(day: int, length: int) -> float:
    return MARGIN + (WIDTH - 2 * MARGIN) * min(day, length) / length


def _ys(balances: Sequence[Money]) -> tuple[float, list[float]]:
    """The height of zero, then of each balance; zero is always in the picture."""
    cents = [balance.cents for balance in balances]
    top, bottom = max(0, *cents), min(0, *cents)
    scale = (HEIGHT - 2 * MARGIN) / max(1, top - bottom)
    return MARGIN + top * scale, [MARGIN + (top - value) * scale for value in cents]


def _path(xs: Sequence[float], ys: Sequence[float]) -> str:
    steps = [f"H{x:.1f}V{y:.1f}" for x, y in zip(xs[1:], [*ys[1:], ys[-1]], strict=True)]
    return f"M{xs[0]:.1f} {ys[0]:.1f}{''.join(steps)}"


def _band(left: float, right: float, y: float, axis: float) -> str:
    """The rectangle between the axis and the line."""
    return f"M{left:.1f} {axis:.1f}H{right:.1f}V{y:.1f}H{left:.1f}z" if right > left else ""
