"""The strip of 26 weeks: each distribution validated, to validate or to come, so that one sees how far the block is."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cabas.clock import local_date
from cabas.distributions.blocking import Backlog
from cabas.distributions.models import Distribution
from cabas.groups.models import Group
from cabas.ui.formats import month_long

WEEKS = 26
WEEK = timedelta(days=7)
CELL, STEP = 34, 38  # the width of a cell, and from one to the next

WORDS = {
    "validated": gettext_lazy("validée"),
    "owing": gettext_lazy("à valider"),
    "to-come": gettext_lazy("à venir"),
    "idle": gettext_lazy("rien à valider"),
    "none": gettext_lazy("pas de distribution"),
}


@dataclass(frozen=True)
class Cell:
    """A distribution, or a week without one; `x` is its place in the month."""

    day: date
    state: str
    x: int = 0

    @property
    def middle(self) -> int:
        return self.x + CELL // 2

    @property
    def words(self) -> str:
        return str(WORDS[self.state])


@dataclass(frozen=True)
class Month:
    """The cells of a month, side by side."""

    name: str
    cells: Sequence[Cell]

    @property
    def width(self) -> int:
        return len(self.cells) * STEP - (STEP - CELL)


@dataclass(frozen=True)
class Strip:
    """What the picture shows, and the sentence that says it."""

    cells: Sequence[Cell]
    backlog: Backlog

    @property
    def months(self) -> list[Month]:
        by_month = groupby(self.cells, lambda cell: month_long(cell.day).partition(" ")[0])
        return [Month(name, list(_placed(cells))) for name, cells in by_month]

    @property
    def days(self) -> list[Cell]:
        """Those on which there is a distribution, the latest first: the table."""
        return [cell for cell in reversed(self.cells) if cell.state != "none"]

    @property
    def legend(self) -> list[Cell]:
        """One of each state that is shown."""
        shown = {cell.state: cell for cell in self.cells}
        return [shown[state] for state in WORDS if state in shown]

    @property
    def sentence(self) -> str:
        if not self.backlog.count:
            return _("Rien n’est à valider depuis %(weeks)s semaines.") % {"weeks": WEEKS}
        words = ngettext(
            "%(count)s distribution à valider\u202f; à %(limit)s, les commandes sont en pause.",
            "%(count)s distributions à valider\u202f; à %(limit)s, les commandes sont en pause.",
            self.backlog.count,
        )
        return words % {"count": self.backlog.count, "limit": self.backlog.limit}


def first_day(at: datetime) -> date:
    """The Monday on which the strip begins."""
    today = local_date(at)
    return today - timedelta(days=today.weekday()) - (WEEKS - 1) * WEEK


def within(group: Group, at: datetime) -> "QuerySet[Distribution]":
    """Those of a group in these weeks, fetched `with_validation`."""
    found: QuerySet[Distribution] = group.distributions.with_validation()
    return found.filter(day__gte=first_day(at), starts_at__lte=at + WEEK)


def strip_of(distributions: Iterable[Distribution], owing: Collection[int], backlog: Backlog, at: datetime) -> Strip:
    """Of all that the group has in these weeks, fetched `with_validation`; `owing`: the ids of those to validate."""
    begins = first_day(at)
    weeks: dict[date, list[Cell]] = {begins + week * WEEK: [] for week in range(WEEKS)}
    for each in sorted((one for one in distributions if not one.is_cancelled), key=lambda one: one.starts_at):
        if (monday := each.day - timedelta(days=each.day.weekday())) in weeks:
            weeks[monday].append(Cell(each.day, _state(each, owing, at)))
    usual = _usual_weekday(cells[0].day for cells in weeks.values() if cells)
    cells = [cell for monday, found in weeks.items() for cell in found or [Cell(monday + usual, "none")]]
    return Strip(cells, backlog)


def _state(distribution: Distribution, owing: Collection[int], at: datetime) -> str:
    if distribution.pk in owing:
        return "owing"
    if distribution.is_validated:
        return "validated"
    return "idle" if distribution.ends_at <= at else "to-come"


def _usual_weekday(days: Iterable[date]) -> timedelta:
    """Where a week without a distribution stands."""
    weekdays = sorted(day.weekday() for day in days)
    return timedelta(days=weekdays[len(weekdays) // 2] if weekdays else 0)


def _placed(cells: Iterable[Cell]) -> Iterable[Cell]:
    for place, cell in enumerate(cells):
        yield Cell(cell.day, cell.state, place * STEP)
