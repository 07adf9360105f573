"""The history of an account is shown a page at a time, the newest first: the same to its member and to the treasury."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from cabas.distributions.balance_by_day import YEAR, balance_by_day
from cabas.distributions.explaining import About, ExplainedLine, explained
from cabas.distributions.step_line import StepLine, step_line
from cabas.groups.models import Membership

LINES_MAX = 50
CURSOR_DIGITS_MAX = 18


@dataclass(frozen=True)
class History:
    """A page of the history: lines by the month in which they were written, and the cursor of the next page.

    `line` is on the first page of all operations.
    """

    about: About
    months: Sequence[tuple[date, Sequence[ExplainedLine]]]
    next_cursor: int | None
    is_first_page: bool
    line: StepLine | None = None
    has_cagnotte: bool = False


def history(
    membership: Membership,
    *,
    about: str,
    before: str,
    at: datetime,
    pictured: timedelta = YEAR,
    is_fresh: bool = False,
    has_cagnotte: bool = False,
) -> History:
    """A page as its address asks for it: `about` a value of `About`, `before` a cursor; what is odd asks for nothing.

    `pictured`: how far back the line goes. `is_fresh`: the account was read just now, in the same request.
    `has_cagnotte`: it is a cagnotte. Five statements at most.
    """
    asked = About(about) if about in list(About) else About.ALL
    cursor = _cursor(before)
    lines = explained(membership, before_entry=cursor, limit=LINES_MAX + 1, about=asked, is_fresh=is_fresh)
    shown = lines[:LINES_MAX]
    line = None
    if lines and cursor is None and asked is About.ALL:
        line = step_line(balance_by_day(membership.account, pictured, at=at), has_cagnotte=has_cagnotte)
    return History(
        about=asked,
        months=[(month, list(group)) for month, group in groupby(shown, _month)],
        next_cursor=shown[-1].entry_id if len(lines) > LINES_MAX else None,
        is_first_page=cursor is None,
        line=line,
        has_cagnotte=has_cagnotte,
    )


def _cursor(text: str) -> int | None:
    """An odd cursor shows the first page, as an odd search shows the whole list elsewhere."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= CURSOR_DIGITS_MAX else None


def _month(line: ExplainedLine) -> date:
    """By the day of writing: the balance follows that order, and a cheque entered late opens no second October."""
    return line.recorded_on.replace(day=1)
