"""Where every member of a group stands, each in one state: together they are what the ledger says of all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum, Value

from cabas.clock import local_date
from cabas.distributions.models import Basket
from cabas.distributions.standing import Standing, parted, words
from cabas.groups.models import Group, Membership
from cabas.money import Money
from cabas.payments.cagnotte import group_has_cagnottes
from cabas.people.seeking import Reached, reached_by
from cabas.prepared import prepared
from cabas.treasury.ages import DebtAge, debt_ages
from cabas.treasury.filters import ANNOUNCED, BY_AGE, BY_AMOUNT, OWES, STATES, Filters

NOTHING = Money(0)


class Person(NamedTuple):
    """An adult of a household."""

    first_name: str
    last_name: str
    email: str | None
    phone: str


class MemberBalance(NamedTuple):
    """A household and its balance: `credit` - `owed` - `announced`, of which one or two are not zero.

    `left_on`: no member any more, but the balance is not zero. `is_sought`: by name, number, phone or e-mail, or
    nothing is sought. `age`: of the debt, where something is owed.
    """

    number: int
    account: int
    name: str
    people: Sequence[Person]
    left_on: date | None
    is_sought: bool
    state: str
    standing: Standing
    owed: Money
    announced: Money
    credit: Money
    age: DebtAge | None = None

    @property
    def balance(self) -> Money:
        return self.standing.signed

    def is_reached(self, reached: Reached) -> bool:
        return any(reached(person.email, person.phone) for person in self.people)


@dataclass(frozen=True, slots=True)
class Totals:
    """What some members owe, announced and have: `position` is the sum of their balances."""

    count: int
    owed: Money
    announced: Money
    credit: Money

    @property
    def position(self) -> Money:
        return self.credit - self.announced - self.owed


def balances_of(group: Group, *, sought: str = "") -> list[MemberBalance]:
    """Each member, and who left with a balance that is not zero, by name; `sought` marks, it leaves nobody out.

    Five statements at most.
    """
    announced, also = _announced(group), {"has_cagnotte": group_has_cagnottes(group.pk), "said": words()}
    households = groupby(_households(group, sought), key=itemgetter(0))
    found = [_member(list(adults), announced.get(number, NOTHING), **also) for number, adults in households]
    if (reached := reached_by(sought)) is not None:
        found = [member._replace(is_sought=True) if member.is_reached(reached) else member for member in found]
    ages = debt_ages([member.account for member in found if member.owed])
    return [member._replace(age=ages.get(member.account)) if member.owed else member for member in found]


def settling_day(group: Group, *, on: date) -> date | None:
    """The day to come on which all that is announced is settled; None where there is not one for all. One statement."""
    days = {local_date(starts_at) for (starts_at,) in _announced_evenings(group.pk)}
    return days.pop() if len(days) == 1 and min(days) >= on else None


def names_of(group: Group) -> list[str]:
    """« 12 Awa Diop » of each of them, by name: what may be typed to mean one. One statement."""
    households = groupby(_everybody(group.pk), key=itemgetter(0))
    found = [_member(list(adults), NOTHING, has_cagnotte=False) for _number, adults in households]
    return [f"{member.number} {member.name}" for member in found]


def totals_of(members: Sequence[MemberBalance]) -> Totals:
    owed = announced = credit = 0
    for member in members:
        owed += member.owed.cents
        announced += member.announced.cents
        credit += member.credit.cents
    return Totals(len(members), Money(owed), Money(announced), Money(credit))


def shown(members: Iterable[MemberBalance], filters: Filters, *, on: date) -> list[MemberBalance]:
    """Those sought, in the state and of the age that are asked, in the order that is asked; of equals, by name."""
    asked = (filters.state,) if filters.state else STATES
    kept = [member for member in members if member.is_sought and member.state in asked]
    if filters.has_age:
        kept = [member for member in kept if member.age and filters.keep(member.age, on)]
    if filters.order == BY_AMOUNT:
        kept.sort(key=_by_amount)
    if filters.order == BY_AGE:
        kept.sort(key=_by_age)
    return kept


def _by_amount(member: MemberBalance) -> tuple[int, int]:
    """Who owes first, the largest debt first; then what is to settle, what the group owes, and who is even."""
    return STATES.index(member.state), -member.standing.amount.cents


def _by_age(member: MemberBalance) -> tuple[bool, date]:
    return member.age is None, member.age.day if member.age else date.max


def _households(group: Group, sought: str) -> Iterable[tuple[Any, ...]]:
    """A row for each adult of each household, the household first: see `_member`."""
    if not sought:
        return _everybody(group.pk)
    matching = Membership.objects.filter(pk=OuterRef("pk")).matching(sought)
    return _rows(group.pk, Exists(matching))


@prepared
def _everybody(group: int) -> "QuerySet[Membership, Any]":
    return _rows(group, Value(True))


def _rows(group: int, is_sought: Exists | Value) -> "QuerySet[Membership, Any]":
    is_even = Q(account__balance=NOTHING)
    members = Membership.objects.filter(group=group).filter(Q(left_on=None) | ~is_even)
    person = [f"adults__person__{field}" for field in Person._fields]
    return members.order_by("sort_name", "number", "adults__position").values_list(
        "number", "account", "account__balance", "left_on", is_sought, *person
    )


def _member(adults: Sequence[tuple[Any, ...]], announced: Money, **more: Any) -> MemberBalance:
    number, account, balance, left_on, is_sought = adults[0][:5]
    people = [Person._make(adult[5:]) for adult in adults if adult[5] is not None]
    name = " et ".join([f"{person.first_name} {person.last_name}".strip() for person in people]) or f"n° {number}"
    here = parted(balance, announced, **more)
    return MemberBalance(number, account, name, people, left_on, is_sought, here.state, here, *_parts(here))


def _parts(here: Standing) -> tuple[Money, Money, Money]:
    """What is owed, announced, and in credit."""
    if here.state == OWES:
        return here.amount, here.second[1] if here.second else NOTHING, NOTHING
    if here.state == ANNOUNCED:
        return NOTHING, here.amount, NOTHING
    return NOTHING, NOTHING, here.amount


def _announced(group: Group) -> dict[int, Money]:
    """The total of the announced baskets of each household that has some, by its number."""
    return dict(_announced_totals(group.pk))


@prepared
def _announced_totals(group: int) -> "QuerySet[Basket, Any]":
    announced = Basket.objects.filter(membership__group=group).announced()
    return announced.values_list("membership__number").annotate(total=Sum("total"))


@prepared
def _announced_evenings(group: int) -> "QuerySet[Basket, Any]":
    announced = Basket.objects.filter(membership__group=group).announced()
    return announced.order_by().values_list("distribution__starts_at").distinct()
