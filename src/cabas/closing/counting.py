"""The money of a distribution is counted: a difference of cash is posted with its reason; a later count replaces it.

Nothing is edited: a new row stands, and the difference of the one before is reversed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cabas.closing.models import Count
from cabas.closing.till import NOTHING, Taken, last_count, taken
from cabas.distributions.models import Distribution
from cabas.distributions.refusals import AmountsChanged, NotStarted
from cabas.groups.chart import Kind
from cabas.ledger.acts import once
from cabas.ledger.models import Book, Transaction
from cabas.ledger.posting import credit, debit, post
from cabas.ledger.reversing import reverse
from cabas.money import Money
from cabas.people.models import User
from cabas.ui.formats import euros
from cabas.ui.language import in_french

COUNTED = "cash counted"
WHY_MAX = 200


@dataclass(frozen=True)
class Counted:
    """What somebody typed; None is what they did not count."""

    cash_float: Money = NOTHING
    cash_counted: Money | None = None
    float_left: Money | None = None
    cheques_counted: int | None = None
    cheques_sum: Money | None = None
    ticket: Money | None = None
    why: str = ""

    @property
    def is_nothing(self) -> bool:
        return all(each is None for each in (self.cash_counted, self.cheques_counted, self.cheques_sum, self.ticket))


class NothingCounted(Exception):
    """A count of nothing."""

    def __str__(self) -> str:
        return _("Rien n’est compté\u202f: écrivez ce que vous avez trouvé, ou laissez l’étape de côté.")


class GapUnexplained(Exception):
    """A difference of cash says why; `gap` is how much more there is, or less."""

    def __init__(self, gap: Money) -> None:
        self.gap = gap

    def __str__(self) -> str:
        said = {"gap": euros(abs(self.gap))}
        if self.gap < NOTHING:
            return (
                _("Il manque %(gap)s dans la caisse\u202f: recomptez, ou dites pourquoi. Rien n’a été compté.") % said
            )
        return (
            _("Il y a %(gap)s de trop dans la caisse\u202f: recomptez, ou dites pourquoi. Rien n’a été compté.") % said
        )


class FloatTooLarge(Exception):
    """No more stays in the box than was found there."""

    def __str__(self) -> str:
        return _("Le fond laissé dépasse ce qui est compté. Rien n’a été compté.")


def record_count(
    distribution: Distribution, counted: Counted, *, seen: Money | None = None, key: str, by: User, at: datetime
) -> Count:
    """Keep what was counted; `seen` is the cash that the page said was taken. The same as before is kept once.

    Raises `NotStarted`, `NothingCounted`, `FloatTooLarge`, `GapUnexplained`, `AmountsChanged`, and the ledger's
    `PeriodClosed`.
    """
    _require_sound(distribution, counted, at)

    def perform(book: Book) -> dict[str, Any]:
        found, last = taken(distribution), last_count(distribution)
        if seen is not None and seen != found.cash:
            raise AmountsChanged
        if last is not None and _is_same(last, counted, found):
            return {"count": last.pk}
        return {"count": _write(distribution, book, counted, found, last, key, by, at).pk}

    asked = {"distribution": distribution.pk, **vars(counted), "seen": seen}
    book = distribution.group.book
    done = once(book, key=key, kind="count the till", asked=asked, by=by.pk, at=at, perform=perform)
    return Count.objects.get(pk=done.result["count"])


def _require_sound(distribution: Distribution, counted: Counted, at: datetime) -> None:
    if not distribution.has_started(at):
        raise NotStarted
    if counted.is_nothing:
        raise NothingCounted
    if counted.cash_counted is not None and (counted.float_left or NOTHING) > counted.cash_counted:
        raise FloatTooLarge


def _is_same(last: Count, counted: Counted, found: Taken) -> bool:
    typed = all(getattr(last, name) == value for name, value in vars(counted).items())
    return typed and (last.cash_taken, last.cheques_total, last.cards_taken) == (
        found.cash,
        found.cheques_total,
        found.cards_total,
    )


@in_french
def _write(
    distribution: Distribution,
    book: Book,
    counted: Counted,
    found: Taken,
    last: Count | None,
    key: str,
    by: User,
    at: datetime,
) -> Count:
    count = Count(
        group_id=distribution.group_id,
        distribution=distribution,
        cash_taken=found.cash,
        cheques_taken=found.cheques,
        cheques_total=found.cheques_total,
        cards_taken=found.cards_total,
        by=by,
        at=at,
        **vars(counted),
    )
    if (gap := count.gap) and not counted.why:
        raise GapUnexplained(gap)
    if last is not None and last.transaction is not None:
        reverse(last.transaction, by=by.pk, at=at, why=_("compté de nouveau"), key=f"{key}:1")
    if gap:
        count.transaction = _post(distribution, book, gap, counted.why, f"{key}:2", by, at)
    count.save()
    return count


def _post(
    distribution: Distribution, book: Book, gap: Money, why: str, key: str, by: User, at: datetime
) -> Transaction:
    """What is missing is borne by the group; what is too much is its own."""
    cash, differences = distribution.group.account(Kind.CASH), distribution.group.account(Kind.CASH_DIFFERENCES)
    less, more = (cash, differences) if gap > NOTHING else (differences, cash)
    lines = [debit(less, abs(gap)), credit(more, abs(gap))]
    return post(book, COUNTED, lines, by=by.pk, at=at, memo=why, key=key)
