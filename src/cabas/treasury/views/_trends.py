"""Each trend as a symbol of one SVG: what is below zero hangs from the axis, what is above stands on it.

The page that shows one colours it: below zero is its `fill`, above its `color`, the axis its `stroke`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from zlib import crc32

from cabas.treasury.overview import MemberBalance
from cabas.treasury.trends import WEEKS, Trend

HEIGHT = 24.0
SMALLEST_SCALE = 1000  # cents: a trend of some cents stays small
PAST, NOW = ' opacity=".45"', ""


def edition_of(members: Iterable[MemberBalance], on: date) -> str:
    """What follows their address: another one once a balance moved, so that a browser keeps them until then."""
    balances = [member.balance.cents for member in members]
    return f"?{crc32(f'{on} {balances}'.encode()):x}"


def symbols(trends: Mapping[int, Trend]) -> str:
    """One symbol for each member, « m12 » by their number."""
    drawn = "\n".join([_symbol(number, trend) for number, trend in trends.items()])
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{drawn}\n</svg>\n'


def _symbol(number: int, trend: Trend) -> str:
    """What the member owes or has now is drawn in full, what was settled since is faint."""
    top, bottom = max(0, *trend), min(0, *trend)
    unit = HEIGHT / max(SMALLEST_SCALE, top - bottom)
    axis = top * unit
    since = _beginning(trend)
    bars = "".join(
        [_bar(week, weeks, axis, cents * unit, NOW if week >= since else PAST) for week, weeks, cents in _runs(trend)]
    )
    line = f'<path fill="none" vector-effect="non-scaling-stroke" d="M0 {axis:.1f}h{WEEKS}"/>'
    return f'<symbol id="m{number}" viewBox="0 0 {WEEKS} {HEIGHT:.0f}" preserveAspectRatio="none">{bars}{line}</symbol>'


def _runs(trend: Trend) -> list[tuple[int, int, int]]:
    """Weeks that ended on the same balance, as (first week, how many, cents); none where it was zero."""
    runs, start = [], 0
    for cents, weeks in groupby(trend):
        count = len(list(weeks))
        if cents:
            runs.append((start, count, cents))
        start += count
    return runs


def _beginning(trend: Trend) -> int:
    """The week since which the balance is on the side of zero where it is now."""
    is_other = [week for week, cents in enumerate(trend) if not cents or (cents < 0) != (trend[-1] < 0)]
    return is_other[-1] + 1 if is_other else 0


def _bar(start: int, weeks: int, axis: float, height: float, age: str) -> str:
    colour = ' fill="currentColor"' if height > 0 else ""
    return f'<path{colour}{age} stroke="none" d="M{start} {axis:.1f}h{weeks}v{-height:.1f}h-{weeks}z"/>'
