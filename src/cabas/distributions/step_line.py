"""The balance as a line that steps around zero, as things happened: what was taken back is not in the picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.distributions.explaining import ExplainedLine
from cabas.money import Money

WIDTH, HEIGHT, MARGIN = 365.0, 43.0, 5.0


@dataclass(frozen=True)
class Band:
    """The balance between two dates, as a rectangle between the axis and the line."""

    state: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class StepLine:
    """Numbers as SVG writes them, in a box of 365 by 43."""

    path: str
    bands: Sequence[Band]
    dots: Sequence[tuple[str, str]]
    axis: str
    first_day: date


@dataclass(frozen=True)
class _Step:
    """The balance from a day on, by the days on which things happened; `is_payment`: a payment made it."""

    day: date
    balance: Money
    is_payment: bool


def step_line(lines: Sequence[ExplainedLine], today: date) -> StepLine | None:
    """The line of these operations, the newest first; None where there is no movement to see: one day, or one line."""
    before, steps = _steps(lines)
    if len(steps) < 2 or steps[0].day >= today:
        return None
    first_day = steps[0].day
    days = max(1, (today - first_day).days)
    xs = [MARGIN, *(_x((step.day - first_day).days, days) for step in steps), WIDTH]
    axis, ys = _ys([before, *(step.balance for step in steps)])
    return StepLine(
        path=_path(xs, ys),
        bands=[_band(xs[i], xs[i + 1], ys[i], axis) for i in range(len(ys)) if xs[i + 1] > xs[i] and ys[i] != axis],
        dots=[(_written(xs[i + 1]), _written(ys[i + 1])) for i, step in enumerate(steps) if step.is_payment],
        axis=_written(axis),
        first_day=first_day,
    )


def conclusion(lines: Sequence[ExplainedLine], *, has_cagnotte: bool) -> str:
    """What the picture shows, in a sentence; of a cagnotte, whether it held."""
    before, steps = _steps(lines)
    if has_cagnotte:
        return _of_a_cagnotte([before, *(step.balance for step in steps)])
    if steps and not steps[-1].balance:
        return _("Le solde est revenu à zéro\u202f: tout est réglé.")
    returns = sum(not step.balance for step in steps)
    if not returns:
        return _("Le solde n’est pas encore revenu à zéro.")
    said = ngettext("Le solde est revenu une fois à zéro.", "Le solde est revenu %(count)s fois à zéro.", returns)
    return said % {"count": returns}


def _of_a_cagnotte(balances: Sequence[Money]) -> str:
    nothing = Money(0)
    falls = sum(after < nothing <= before for before, after in pairwise(balances))
    if not falls:
        return _("La cagnotte n’est pas passée sous zéro.")
    said = ngettext(
        "La cagnotte est passée une fois sous zéro.", "La cagnotte est passée %(count)s fois sous zéro.", falls
    )
    return said % {"count": falls}


def _steps(lines: Sequence[ExplainedLine]) -> tuple[Money, list[_Step]]:
    """The balance before these lines, and each step, the oldest first: a cheque entered late stands on its day."""
    kept = sorted((line for line in lines if not line.is_undone), key=lambda line: (line.day, line.entry_id))
    balance = before = (lines[0].balance_after if lines else Money(0)) - Money.sum(line.amount for line in kept)
    steps = []
    for line in kept:
        balance += line.amount
        steps.append(_Step(line.day, balance, line.cause.is_payment))
    return before, steps


def _x(day: int, days: int) -> float:
    return MARGIN + (WIDTH - 2 * MARGIN) * min(day, days) / days


def _ys(balances: Sequence[Money]) -> tuple[float, list[float]]:
    """The height of zero, then of each balance; zero is always in the picture."""
    cents = [balance.cents for balance in balances]
    top, bottom = max(0, *cents), min(0, *cents)
    scale = (HEIGHT - 2 * MARGIN) / max(1, top - bottom)
    return MARGIN + top * scale, [MARGIN + (top - value) * scale for value in cents]


def _path(xs: Sequence[float], ys: Sequence[float]) -> str:
    steps = [f"M{_written(xs[0])} {_written(ys[0])}"]
    for x, y in zip(xs[1:], [*ys[1:], ys[-1]], strict=True):
        steps.append(f"H{_written(x)}V{_written(y)}")
    return "".join(steps)


def _band(left: float, right: float, y: float, axis: float) -> Band:
    state = "below" if y > axis else "above"
    return Band(state, _written(left), _written(min(y, axis)), _written(right - left), _written(abs(y - axis)))


def _written(value: float) -> str:
    return f"{value:.1f}"
