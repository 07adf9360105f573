"""Each member is in one state, the states hold everybody, and the totals are what the ledger says."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from cabas.clock import local_date
from cabas.distributions.serving import serve
from cabas.distributions.standing import standing_of
from cabas.groups.members import NewHousehold, NewPerson, add_members
from cabas.groups.models import Membership
from cabas.ledger.models import Account
from cabas.money import Money
from cabas.people.models import User
from cabas.treasury.ages import DebtAge
from cabas.treasury.filters import CAGNOTTE, STATES, Filters
from cabas.treasury.overview import MemberBalance, Totals, balances_of, shown, totals_of
from tests.cast import TUESDAY, Cast, add_distribution, cast, key
from tests.treasury.movements import moved

pytestmark = pytest.mark.django_db

TODAY = local_date(TUESDAY)
NOTHING = Money(0)


@pytest.fixture
def play() -> Cast:
    return cast()


@pytest.fixture
def village(play: Cast) -> Cast:
    """Eight households in every state, one of whom left with a debt and one with nothing."""
    names = [("Élise", "Caron"), ("Noé", "Petit-Jean"), ("Hélène", "Vasseur"), ("Zoé", "L’Hœst"), ("Jean", "Petit")]
    households = [NewHousehold([NewPerson(first, last)]) for first, last in names]
    households[2] = NewHousehold([NewPerson("Hélène", "Vasseur"), NewPerson("Théo", "Garnier")])
    elise, noe, helene, zoe, jean = add_members(play.group, households, at=TUESDAY)
    moved(elise, (45, "-31.50"))
    moved(noe, (3, "-4.00"))
    moved(helene, (12, "18.50"))
    moved(zoe, (70, "-9.60"))
    Membership.objects.filter(pk__in=[zoe.pk, jean.pk]).update(left_on=TODAY)
    play.order(play.alice, {play.vegetables: 1})
    owed_from_before(play)
    return play


def owed_from_before(play: Cast) -> None:
    """Bob owes 5,40 of an evening of last week, and has announced 12,00 for Thursday."""
    thursday = play.distribution
    play.distribution = add_distribution(play.group, thursday.starts_at - timedelta(days=7), [play.catalog])
    last_week = play.order(play.bob, {play.bread: 1}, at=TUESDAY - timedelta(days=8))
    serve(last_week, is_left_owed=True, key=key(), by=play.nadia, at=TUESDAY - timedelta(days=5))
    play.distribution = thursday
    play.order(play.bob, {play.vegetables: 1})


def everybody(play: Cast) -> list[MemberBalance]:
    return balances_of(play.group)


def names(play: Cast, **asked: str) -> list[str]:
    filters = Filters.of(asked)
    members = balances_of(play.group, sought=filters.sought)
    return [member.name for member in shown(members, filters, on=TODAY)]


def test_every_member_is_in_one_state_and_who_left_with_nothing_is_in_none(village: Cast) -> None:
    members = everybody(village)
    assert [member.name for member in members] == [
        "Nadia Belkacem",
        "Élise Caron",
        "Zoé L’Hœst",
        "Bob Lenoir",
        "Alice Martin",
        "Noé Petit-Jean",
        "Hélène Vasseur et Théo Garnier",
    ]
    assert Counter(member.state for member in members) == {"doit": 4, "a-regler": 1, "avoir": 1, "a-jour": 1}
    assert {*STATES} - {CAGNOTTE} == {member.state for member in members}


def test_the_totals_are_what_the_ledger_says(village: Cast) -> None:
    members = everybody(village)
    totals = totals_of(members)
    assert totals == Totals(7, Money.of("50.50"), Money.of("24.00"), Money.of("18.50"))
    assert totals.position == Account.objects.filter(kind="member").aggregate(sum=Sum("balance"))["sum"]
    assert totals.position == Money.sum(member.balance for member in members)
    parts = [totals_of([member for member in members if member.state == state]) for state in STATES]
    assert Money.sum(part.position for part in parts) == totals.position


def test_each_member_stands_where_their_own_page_says(village: Cast) -> None:
    """That page also says when and how what was announced is to be settled."""
    members = {member.number: member for member in everybody(village)}
    for membership in Membership.objects.filter(group=village.group, number__in=members):
        here, there = members[membership.number].standing, standing_of(membership, at=TUESDAY)
        assert (here.state, here.amount, here.signed) == (there.state, there.amount, there.signed)
        assert (here.second and here.second[1]) == (there.second and there.second[1])


def test_who_owes_and_has_announced_counts_as_owing_with_both_parts(village: Cast) -> None:
    (bob,) = (member for member in everybody(village) if member.number == village.bob.number)
    assert (bob.state, bob.owed, bob.announced, bob.credit) == ("doit", Money.of("5.40"), Money.of("12.00"), NOTHING)
    assert bob.age == DebtAge(TODAY - timedelta(days=8))


def test_what_is_announced_is_never_more_than_what_is_owed(play: Cast) -> None:
    moved(play.alice, (3, "10.00"))
    play.order(play.alice, {play.vegetables: 1})
    (alice,) = (member for member in everybody(play) if member.number == play.alice.number)
    assert (alice.state, alice.announced, alice.age) == ("a-regler", Money.of("2.00"), None)


def test_only_the_members_of_the_group_are_there(village: Cast) -> None:
    elsewhere = cast("ailleurs", "Les Voisins")
    moved(elsewhere.alice, (3, "-99.00"))
    assert totals_of(everybody(village)).owed == Money.of("50.50")
    assert totals_of(everybody(elsewhere)) == Totals(3, Money.of("99.00"), NOTHING, NOTHING)


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("elise", ["Élise Caron"]),
        ("L'HOEST zoe", ["Zoé L’Hœst"]),
        ("garnier", ["Hélène Vasseur et Théo Garnier"]),
        ("petit jean", ["Noé Petit-Jean"]),
        ("1", ["Alice Martin"]),
        ("personne", []),
        ("%", ["Élise Caron", "Zoé L’Hœst", "Bob Lenoir", "Noé Petit-Jean"]),
    ],
)
def test_a_name_is_sought_without_accents_in_each_adult(village: Cast, sought: str, found: list[str]) -> None:
    listed = names(village, q=sought)
    assert listed[: len(found)] == found
    assert len(listed) == (7 if sought == "%" else len(found))


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("06 12 34 56 78", ["Bob Lenoir"]),
        ("0612345678", ["Bob Lenoir"]),
        ("06.12.34", ["Bob Lenoir"]),
        ("+33 6 12 34 56 78", ["Bob Lenoir"]),
        ("+33 (0)6 12 34 56 78", ["Bob Lenoir"]),
        ("0033612345678", ["Bob Lenoir"]),
        ("56 78", ["Bob Lenoir"]),
        ("+32 2 123 45 67", ["Hélène Vasseur et Théo Garnier"]),
        ("0032 2 123", ["Hélène Vasseur et Théo Garnier"]),
        ("06 12 34 56 79", []),
        ("678", []),  # three digits are the number of a member
        ("1", ["Alice Martin"]),
        ("Bob 0612345678", []),
        ("ALICE@vallon", ["Alice Martin"]),
        ("theo.garnier@example.org", ["Hélène Vasseur et Théo Garnier"]),
        ("@vallon.example", ["Bob Lenoir", "Alice Martin", "Nadia Belkacem"]),
        ("alice@ailleurs", []),
    ],
)
def test_who_calls_or_writes_is_found_by_phone_or_e_mail(village: Cast, sought: str, found: list[str]) -> None:
    User.objects.filter(first_name="Bob").update(phone="+33 6 12 34 56 78")
    User.objects.filter(first_name="Théo").update(phone="+32 2 1234567", email="theo.garnier@example.org")
    assert names(village, q=sought) == found


def test_what_is_sought_leaves_the_totals_of_all_alone(village: Cast) -> None:
    members = balances_of(village.group, sought="elise")
    assert [member.name for member in members if member.is_sought] == ["Élise Caron"]
    assert totals_of(members) == totals_of(everybody(village))


def test_the_largest_debts_come_first_then_what_is_announced_then_avoirs(village: Cast) -> None:
    assert names(village) == [
        "Élise Caron",
        "Zoé L’Hœst",
        "Bob Lenoir",
        "Noé Petit-Jean",
        "Alice Martin",
        "Hélène Vasseur et Théo Garnier",
        "Nadia Belkacem",
    ]


def test_the_list_is_sorted_by_name_or_by_age(village: Cast) -> None:
    assert names(village, tri="nom", etat="doit") == ["Élise Caron", "Zoé L’Hœst", "Bob Lenoir", "Noé Petit-Jean"]
    assert names(village, tri="anciennete")[:4] == ["Zoé L’Hœst", "Élise Caron", "Bob Lenoir", "Noé Petit-Jean"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"etat": "avoir"}, ["Hélène Vasseur et Théo Garnier"]),
        ({"etat": "a-regler"}, ["Alice Martin"]),
        ({"depuis": "60"}, ["Zoé L’Hœst"]),
        ({"depuis": "30"}, ["Élise Caron", "Zoé L’Hœst"]),
        ({"depuis": "8"}, ["Élise Caron", "Zoé L’Hœst", "Bob Lenoir"]),
        ({"depuis": "30", "jusqua": "60"}, ["Élise Caron"]),
        ({"jusqua": "8"}, ["Noé Petit-Jean"]),
        ({"etat": "avoir", "depuis": "30"}, ["Hélène Vasseur et Théo Garnier"]),
    ],
)
def test_the_address_says_which_members(village: Cast, asked: dict[str, str], found: list[str]) -> None:
    assert names(village, **asked) == found


@pytest.mark.parametrize("days", [7, 8, 30, 31, 60, 61])
def test_the_ages_partition_the_debts(play: Cast, days: int) -> None:
    moved(play.alice, (days, "-1.00"))
    windows = [{"jusqua": "8"}, {"depuis": "8", "jusqua": "30"}, {"depuis": "30", "jusqua": "60"}, {"depuis": "60"}]
    assert sum(names(play, **window) == ["Alice Martin"] for window in windows) == 1


def test_what_an_address_says_wrongly_is_ignored() -> None:
    odd = {"etat": "riche", "depuis": "31", "jusqua": "x", "tri": "hasard", "tous": "oui"}
    assert Filters.of(odd) == Filters.of({}) == Filters()
    assert Filters().query == "?"


def test_filters_say_the_address_they_come_from() -> None:
    asked = {"etat": "doit", "depuis": "30", "jusqua": "60", "q": "élise & co", "tri": "nom", "tous": "1"}
    assert Filters.of(asked).said == asked
    assert Filters.of(asked).but(state="avoir", since="", until="").query == "?etat=avoir&q=%C3%A9lise+%26+co&tri=nom"


def test_a_larger_group_costs_the_same_statements(village: Cast) -> None:
    with CaptureQueriesContext(connection) as few:
        balances_of(village.group, sought="0612")
    newcomers = [NewHousehold([NewPerson("Membre", f"{n}")]) for n in range(20)]
    for member in add_members(village.group, newcomers, at=TUESDAY):
        moved(member, (9, "-1.00"))
    with CaptureQueriesContext(connection) as many:
        assert len(balances_of(village.group, sought="0612")) == 27
    assert len(few) == len(many) == 4
