"""The balance as a line that steps around zero: shaded above and below, a dot where a payment came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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


def step_line(lines: Sequence[ExplainedLine], today: date) -> StepLine | None:
    """The line of these operations, the newest first; None where there is no movement to see: one day, or one line."""
    if len(lines) < 2 or lines[-1].day >= today:
        return None
    oldest_first = [*reversed(lines)]
    first_day = oldest_first[0].day
    days = max(1, (today - first_day).days)
    before = oldest_first[0].balance_after - oldest_first[0].amount
    balances = [before, *(line.balance_after for line in oldest_first)]
    xs = [MARGIN, *(_x((line.day - first_day).days, days) for line in oldest_first), WIDTH]
    axis, ys = _ys(balances)
    return StepLine(
        path=_path(xs, ys),
        bands=[_band(xs[i], xs[i + 1], ys[i], axis) for i in range(len(ys)) if xs[i + 1] > xs[i] and ys[i] != axis],
        dots=[
            (_written(xs[i + 1]), _written(ys[i + 1]))
            for i, line in enumerate(oldest_first)
            if line.cause.is_payment and not line.is_undone
        ],
        axis=_written(axis),
        first_day=first_day,
    )


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
