"""What the page of a batch is drawn with, and what its lines become when they are recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from cabas.clock import now
from cabas.groups.access import GroupRequest
from cabas.groups.models import Group
from cabas.ledger.models import Act
from cabas.money import Money
from cabas.payments.batches import KIND, LINES_MAX, TypedPayment, record_payments
from cabas.payments.means import Means
from cabas.payments.means_by_hand import means_by_hand
from cabas.payments.models import PaymentSettings
from cabas.people.models import User
from cabas.treasury.batch_lines import NAMES, TypedLine, blank_lines, checked, read_lines, sum_of
from cabas.treasury.finding import Directory
from cabas.treasury.forms import DatedForm
from cabas.treasury.overview import balances_of

RECENT_MAX = 5


class BatchForm(DatedForm):
    """The day of all these payments, beside their lines."""


@dataclass(frozen=True)
class Typed:
    """The lines as they were typed and looked at; `names` of the group's members, to type by."""

    lines: Sequence[TypedLine]
    names: Sequence[str] = ()

    @property
    def sound(self) -> list[TypedLine]:
        return [line for line in self.lines if line.is_sound]

    @property
    def faults(self) -> int:
        """How many lines are to be looked at again."""
        return sum(bool(line.faults) for line in self.lines)

    @property
    def sum(self) -> Money:
        return sum_of(self.lines)

    @property
    def count(self) -> int:
        return sum(line.value is not None for line in self.lines)

    def with_more(self, count: int, means: str) -> "Typed":
        """The same with so many more lines, under the means of the last one."""
        here = len(self.lines)
        last = self.lines[-1].means if self.lines else means
        more = blank_lines(min(count, LINES_MAX - here), last or means, after=here)
        return replace(self, lines=[*self.lines, *more])


@dataclass(frozen=True)
class Recorded:
    """A batch of before, in one line: its key, when, by whom, how many and how much."""

    key: str
    at: Any
    who: str
    count: int
    sum: Money


def means_of(group: Group) -> list[Means]:
    """What may be written by hand in this group. One statement."""
    return means_by_hand(PaymentSettings.objects.filter(group=group).first())


def typed_lines(request: GroupRequest, means: Sequence[Means]) -> Typed:
    """What was sent, each line looked at; five statements at most for any number of lines."""
    members = balances_of(request.group)
    columns = [request.POST.getlist(name) for name in NAMES]
    lines = checked(read_lines(columns), Directory(members), [str(one) for one in means])
    return Typed(lines, [f"{member.number} {member.name}" for member in members])


def record(request: GroupRequest, said: dict[str, Any], typed: Typed) -> Money:
    """Record the sound lines. Raises what `payments.batches.record_payments` does."""
    numbers = {line.found.number for line in typed.sound if line.found}
    members = request.group.memberships.filter(number__in=numbers).select_related("account")
    by_number = {member.number: member for member in members}
    payments = [
        TypedPayment(by_number[line.found.number], line.means, line.value, line.reference)
        for line in typed.sound
        if line.found and line.value
    ]
    return record_payments(request.group, payments, on=said["on"], key=said["key"], by=request.user, at=now())


def batch_context(request: GroupRequest, form: BatchForm, typed: Typed, means: Sequence[Means]) -> dict[str, Any]:
    """The whole page."""
    last = typed.lines[-1].means if typed.lines else means[0]
    return {
        "form": form,
        "typed": typed,
        "means": [(one.value, one.label) for one in means],
        "pattern": blank_lines(1, last)[0],
        "recent": _recent(request.group),
    }


def _recent(group: Group) -> list[Recorded]:
    """The newest batches. Two statements."""
    acts = list(Act.objects.filter(book=group.book_id, kind=KIND).order_by("-pk")[:RECENT_MAX])
    people = User.objects.in_bulk({act.recorded_by for act in acts if act.recorded_by})
    return [
        Recorded(
            key=act.key,
            at=act.recorded_at,
            who=people[act.recorded_by].full_name if act.recorded_by in people else "",
            count=len(act.result["payments"]),
            sum=Money(act.result["sum"]),
        )
        for act in acts
    ]
