"""After twenty validated distributions, and beside twenty other groups, a page asks as much as after and beside one.

It finds its rows by an index: what it costs does not grow with what it does not show.
"""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from cabas.distributions.serving import take_payment
from cabas.distributions.validation import validate
from cabas.groups.members import NewHousehold, NewPerson, add_member
from tests.access_table import Row
from tests.cast import TUESDAY, Cast, add_distribution, cast, key
from tests.test_statements import PAGES, asked, everybody, grow

pytestmark = pytest.mark.django_db

FIRST_WEEK = 2  # the week before is that of the tables of pages
NAMED = re.compile(r'(?:FROM|JOIN) "(\w+)"(?: AS)?(?: (?!INNER|LEFT|WHERE|ON|GROUP|ORDER|LIMIT)"?(\w+)"?)?')
SCANNED = re.compile(r"^SCAN (\w+)")
SMALL = {"payments_paymentsettings"}


def pass_weeks(play: Cast, weeks: int) -> None:
    """So many evenings that are over: Alice ordered and paid, and each was validated."""
    for week in range(FIRST_WEEK, FIRST_WEEK + weeks):
        ago = timedelta(weeks=week)
        evening = add_distribution(play.group, play.distribution.starts_at - ago, [play.catalog])
        basket = replace(play, distribution=evening).order(play.alice, {play.bread: 1}, at=TUESDAY - ago)
        take_payment(basket, "cheque", key=key(), by=play.nadia, at=evening.ends_at)
        validate(evening, key=key(), by=play.nadia, at=evening.ends_at)


def settle_others(play: Cast, groups: int) -> None:
    """So many other groups, where people order too; Alice is a member of each."""
    alice = play.person(play.alice)
    for position in range(groups):
        other = cast(f"{play.group.slug}-{position}", f"Groupe {position}")
        member = add_member(other.group, NewHousehold([NewPerson("", "", alice.email or "")]), at=TUESDAY)
        for household in (member, other.bob):
            other.order(household, {other.vegetables: 1})


def place_of(weeks: int, groups: int) -> tuple[Cast, Client]:
    play = cast(f"vallon{weeks}")
    client = everybody(play)
    grow(play, 1)
    pass_weeks(play, weeks)
    settle_others(play, groups)
    return play, client


def test_a_page_asks_as_much_after_1_and_20_distributions_and_beside_1_and_20_groups() -> None:
    counted = {
        count: {name: len(asked(client, name, row, play)) for name, row in PAGES}
        for count in (1, 20)
        for play, client in [place_of(count, count)]
    }
    assert counted[20] == counted[1]


def scans(statement: str) -> set[str]:
    """The tables of which this statement reads every row."""
    tables = {alias or table: table for table, alias in NAMED.findall(statement)}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        plan = [detail for _id, _parent, _unused, detail in cursor.fetchall()]
    found = {match[1] for detail in plan if (match := SCANNED.match(detail))}
    return {tables[name] for name in found if name in tables} - SMALL


def faults(play: Cast, client: Client, name: str, row: Row) -> list[str]:
    statements = asked(client, name, row, play)
    return [f"{name}: {scanned} in {statement}" for statement in statements if (scanned := scans(statement))]


def test_a_page_finds_its_rows_by_an_index(engine: str) -> None:
    if engine != "sqlite":
        pytest.skip("on so few rows PostgreSQL reads them all, rightly")
    assert scans('SELECT "total" FROM "distributions_basket" "b" WHERE "b"."total" = 3') == {"distributions_basket"}
    play, client = place_of(3, 1)
    assert [fault for name, row in PAGES for fault in faults(play, client, name, row)] == []
