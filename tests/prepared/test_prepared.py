"""A prepared statement gives what the queryset would give, for the values of each call."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import OuterRef, QuerySet, Subquery

from cabas.groups.models import Adult, Group, Membership
from cabas.people.models import User
from cabas.prepared import prepared
from tests.cast import TUESDAY, Cast, cast

pytestmark = pytest.mark.django_db
writings: list[str] = []


@prepared
def households(slug: str, since: datetime) -> "QuerySet[Membership]":
    """With the group's slug beside each, by a subquery; adults are prefetched."""
    writings.append("households")
    named = Group.objects.filter(pk=OuterRef("group"), founded_at__gte=since)
    found = Membership.objects.filter(group__slug=slug).select_related("account", "group").with_people()
    return found.annotate(named=Subquery(named.values("slug"))).order_by("number")


@prepared
def names(person: int, on: date) -> "QuerySet[Adult, Any]":
    rows = Adult.objects.filter(person=person, membership__joined_on__lte=on)
    return rows.values_list("person__first_name", "group__slug")


@pytest.fixture
def play() -> Cast:
    return cast()


def seen(rows: list[Any]) -> list[tuple[Any, ...]]:
    return [(row.number, row.named, row.account.balance, row.group.name, row.full_name) for row in rows]


def test_each_call_gives_the_rows_of_its_own_values(play: Cast) -> None:
    other = cast("ailleurs", "Ailleurs")
    long_ago = TUESDAY - timedelta(days=999)
    assert [number for number, *_rest in seen(households("vallon", long_ago))] == [1, 2, 3]
    assert {row.group_id for row in households("vallon", long_ago)} == {play.group.pk}
    assert {row.group_id for row in households("ailleurs", long_ago)} == {other.group.pk}
    assert households("nulle-part", long_ago) == []


def test_it_gives_what_the_queryset_gives_and_asks_as_much(play: Cast, django_assert_num_queries: Any) -> None:
    long_ago = TUESDAY - timedelta(days=999)
    plain = households.__wrapped__("vallon", long_ago)  # type: ignore[attr-defined]
    assert seen(households("vallon", long_ago)) == seen(list(plain))
    with django_assert_num_queries(2):  # the households, their adults
        seen(households("vallon", long_ago))


def test_moments_and_days_are_values_too(play: Cast) -> None:
    alice: User = play.alice.people[0]
    joined = play.alice.joined_on
    assert {row.named for row in households("vallon", TUESDAY)} == {None}
    assert {row.named for row in households("vallon", play.group.founded_at)} == {"vallon"}
    assert names(alice.pk, joined) == [("Alice", "vallon")]
    assert names(alice.pk, joined - timedelta(days=1)) == []


def test_a_number_that_no_column_can_hold_finds_nothing(play: Cast) -> None:
    assert names(10**30, play.alice.joined_on) == []
    assert names(-(10**30), play.alice.joined_on) == []


def test_it_is_written_once(play: Cast) -> None:
    households("vallon", TUESDAY)
    writings.clear()
    households("vallon", TUESDAY)
    households("ailleurs", TUESDAY)
    assert writings == []


def test_what_has_no_kind_is_refused_when_it_is_declared() -> None:
    with pytest.raises(KeyError):

        @prepared
        def unknown(amount: list[int]) -> "QuerySet[Group]":
            return Group.objects.filter(pk__in=amount)
