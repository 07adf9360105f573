"""Where every member of a group stands, each in one state: together they are what the ledger says of all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Q

from cabas.distributions.models import Basket
from cabas.distributions.standing import Standing, standing
from cabas.groups.models import Group, Membership
from cabas.money import Money
from cabas.treasury.ages import DebtAge, debt_ages
from cabas.treasury.filters import BY_AGE, BY_AMOUNT, OWES, STATES, Filters

NOTHING = Money(0)


class Evening(NamedTuple):
    day: date
    ends_at: datetime


class Promise(NamedTuple):
    """An announced basket, as light as what is said of it."""

    total: Money
    means: str
    distribution: Evening


class Person(NamedTuple):
    first_name: str
    last_name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class MemberBalance:
    """A household and its balance: `owed` + `announced` is what is below zero, `credit` what is above. `left_on`: it
    is no member any more, but the balance is not zero. `age` is of what is owed."""

    number: int
    account: int
    people: Sequence[Person]
    left_on: date | None
    standing: Standing
    age: DebtAge | None = None

    @property
    def name(self) -> str:
        """« Camille Moreau et Alex Moreau »."""
        return " et ".join(f"{person.first_name} {person.last_name}".strip() for person in self.people)

    @property
    def state(self) -> str:
        return self.standing.state

    @property
    def balance(self) -> Money:
        return self.standing.signed

    @property
    def owed(self) -> Money:
        return self.standing.amount if self.state == OWES else NOTHING

    @property
    def announced(self) -> Money:
        return max(NOTHING, -self.balance) - self.owed

    @property
    def credit(self) -> Money:
        return max(NOTHING, self.balance)


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


def balances_of(group: Group, *, at: datetime) -> list[MemberBalance]:
    """Each member, and who left with a balance that is not zero, by name. Four statements at most."""
    promises = _promises(group)
    found = [
        MemberBalance(number, account, _people(rows), left_on, standing(balance, promises[number], at=at))
        for (number, account, balance, left_on), rows in groupby(_households(group), key=itemgetter(0, 1, 2, 3))
    ]
    ages = debt_ages([member.account for member in found if member.state == OWES])
    return [replace(member, age=ages[member.account]) if member.account in ages else member for member in found]


def totals_of(members: Iterable[MemberBalance]) -> Totals:
    members = list(members)
    return Totals(
        len(members),
        Money.sum(member.owed for member in members),
        Money.sum(member.announced for member in members),
        Money.sum(member.credit for member in members),
    )


def sought(members: Sequence[MemberBalance], filters: Filters, group: Group) -> Sequence[MemberBalance]:
    """Those whose name or number is sought, in any state. One statement, none where nothing is sought."""
    if not filters.sought:
        return members
    found = Membership.objects.filter(group=group).matching(filters.sought)
    numbers = set(found.values_list("number", flat=True))
    return [member for member in members if member.number in numbers]


def shown(members: Iterable[MemberBalance], filters: Filters, *, on: date) -> list[MemberBalance]:
    """Those in the state and of the age that are asked, in the order that is asked; of equals, by name."""
    kept = [member for member in members if filters.keep_state(member.state) and filters.keep_age(member.age, on)]
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


def _households(group: Group) -> Iterable[tuple[Any, ...]]:
    """A row for each adult of each household: number, account, balance, day of leaving, then the person."""
    is_even = Q(account__balance=NOTHING)
    members = Membership.objects.filter(group=group).filter(Q(left_on=None) | ~is_even)
    person = [f"adults__person__{field}" for field in Person._fields]
    return members.order_by("sort_name", "number", "adults__position").values_list(
        "number", "account", "account__balance", "left_on", *person
    )


def _people(rows: Iterable[tuple[Any, ...]]) -> tuple[Person, ...]:
    return tuple(Person(*(text or "" for text in row[4:])) for row in rows)


def _promises(group: Group) -> dict[int, list[Promise]]:
    """The announced baskets of each household, by its number."""
    promises: dict[int, list[Promise]] = defaultdict(list)
    announced = Basket.objects.filter(membership__group=group).announced()
    for number, total, means, day, ends_at in announced.values_list(
        "membership__number", "total", "means", "distribution__day", "distribution__ends_at"
    ):
        promises[number].append(Promise(total, means, Evening(day, ends_at)))
    return promises
