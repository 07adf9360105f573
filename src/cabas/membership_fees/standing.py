"""Where each household stands with the fee of a year: to renew, to settle, up to date or exempted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from cabas.groups.models import Group, Membership
from cabas.groups.seeking import households_sought
from cabas.membership_fees.asking import Fee, fee_asked
from cabas.membership_fees.models import FeeReminder, MembershipFee
from cabas.membership_fees.recording import EXEMPTED, ON_ACCOUNT
from cabas.money import Money
from cabas.people.models import User
from cabas.prepared import prepared

NOTHING = Money(0)


class State(StrEnum):
    """As addresses say it."""

    RENEW = "a-renouveler"
    DUE = "a-regler"
    PAID = "a-jour"
    EXEMPTED = "exemptes"


@dataclass(frozen=True)
class FeeLine:
    """A household in a year. `is_reminded_at`: when it was last told that its membership is to be renewed."""

    membership: Membership
    fee: MembershipFee | None
    state: State
    reminded_at: datetime | None = None

    @property
    def people(self) -> list[User]:
        found: list[User] = self.membership.people
        return found

    @property
    def amount(self) -> Money:
        return self.fee.amount if self.fee else NOTHING


@dataclass(frozen=True)
class Total:
    """How many households, and what was recorded for them."""

    count: int
    amount: Money


def state_of(fee: MembershipFee | None, balance: Money) -> State:
    """`fee` is fetched `with_its_payment`. One that is on the account is to settle as long as the account owes."""
    if fee is None:
        return State.RENEW
    if fee.way == EXEMPTED:
        return State.EXEMPTED
    is_due = fee.way == ON_ACCOUNT and balance < NOTHING and not _is_paid(fee)
    return State.DUE if is_due else State.PAID


def lines_of(group: Group, year: int, *, sought: str = "") -> list[FeeLine]:
    """Each household of now, and who left once their fee was recorded, by name. Four statements at most."""
    members = households_sought(group, sought).with_people().select_related("account")
    standing = Q(fees__year=year, fees__undone_at__isnull=True)
    of_year = members.annotate(fee=FilteredRelation("fees", condition=standing), fee_id=F("fee__pk"))
    last = FeeReminder.objects.filter(membership=OuterRef("pk")).order_by("-sent_at").values("sent_at")[:1]
    rows: list[Any] = list(
        of_year.filter(Q(left_on=None) | Q(fee_id__isnull=False)).annotate(reminded_at=Subquery(last)).by_name()
    )
    fees = {fee.pk: fee for fee in _with_its_payment(MembershipFee.objects.standing().filter(group=group, year=year))}
    return [_line(row, fees.get(row.fee_id)) for row in rows]


def fees_of(membership: Membership) -> list[MembershipFee]:
    """Every fee of a household that stands, the newest year first. One statement."""
    return [*_fees(membership.pk)]


def total_of(lines: Iterable[FeeLine], state: State | None = None) -> Total:
    kept = [line for line in lines if state is None or line.state == state]
    return Total(len(kept), Money.sum(line.amount for line in kept))


def shown(lines: Sequence[FeeLine], state: str) -> list[FeeLine]:
    """Those in this state; all where none is asked."""
    return [line for line in lines if not state or line.state == state]


def _line(row: Any, fee: MembershipFee | None) -> FeeLine:
    return FeeLine(row, fee, state_of(fee, row.account.balance), row.reminded_at)


def _is_paid(fee: MembershipFee) -> bool:
    """Does the money received with it still count, as it was received or put right since?"""
    payment = fee.payment
    if payment is None:
        return False
    again = getattr(payment, "replaced_by", None)
    return not payment.transaction.is_reversed or (again is not None and not again.transaction.is_reversed)


def _with_its_payment(fees: QuerySet[MembershipFee]) -> QuerySet[MembershipFee]:
    return fees.select_related(
        "payment__transaction__reversed_by", "payment__replaced_by__transaction__reversed_by", "recorded_by"
    )


@prepared
def _fees(membership: int) -> "QuerySet[MembershipFee]":
    standing = MembershipFee.objects.standing().filter(membership=membership)
    return _with_its_payment(standing).order_by("-year")


@dataclass(frozen=True)
class HouseholdFee:
    """What the group asks of a household for the year of a day, and where it stands with it."""

    asked: Fee
    fee: MembershipFee | None
    state: State


def household_fee(group: Group, membership: Membership, *, on: date) -> HouseholdFee | None:
    """None where the group asks nothing: one statement. Else two; the account was read just now."""
    if (asked := fee_asked(group, on=on)) is None:
        return None
    fee = next((one for one in fees_of(membership) if one.year == asked.period.year), None)
    return HouseholdFee(asked, fee, state_of(fee, membership.account.balance))
