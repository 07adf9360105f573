"""A page takes the same number of statements with 1 and with 3 rows of everything, and never more than 12."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Role
from cabas.groups.roles import set_roles
from tests.access_table import ROWS, Row
from tests.cast import TUESDAY, Cast, add_distribution, add_product, cast

pytestmark = pytest.mark.django_db

STATEMENTS_MAX = 12
NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
PAGES = [(name, row) for name, row in ROWS if row.method == "GET" and ":" in name]


def grow(play: Cast, rows: int) -> None:
    """So many of everything a page lists: members with orders and mails, products, catalogs, distributions, roles."""
    with time_machine.travel(TUESDAY, tick=False):
        for position in range(rows):
            person = NewPerson("Membre", f"N{position}", f"membre{position}@vallon.example.org")
            member = add_member(play.group, NewHousehold([person]), at=TUESDAY)
            play.order(member, {play.vegetables: 1, play.cheese: 1})
            set_roles(play.group, member.people[0], [Role.COORDINATOR], by=play.nadia, at=TUESDAY)
            vendor = add_vendor(play.group, f"Ferme {position}")
            add_product(add_catalog(vendor, vendor.name), f"Produit {position}", "2.00")
            add_product(play.catalog, f"Miel {position}", "8.00", stock=9)
            play.order(play.alice, {play.vegetables: position + 1, play.bread: 1})
            add_distribution(
                play.group, play.distribution.starts_at + timedelta(days=7 * (position + 1)), [play.catalog]
            )


def statements(client: Client, name: str, row: Row, play: Cast) -> int:
    url = reverse(name, kwargs={"slug": play.group.slug, **(row.arguments or {})})
    with (
        time_machine.travel(row.at, tick=False),
        CaptureQueriesContext(
            connection,
        ) as captured,
    ):
        assert client.get(url).status_code in (200, 302, 404), url
    return sum(not query["sql"].startswith(NOT_COUNTED) for query in captured.captured_queries)


def everybody(play: Cast) -> Client:
    """Alice, who orders, with every role."""
    set_roles(play.group, play.person(play.alice), list(Role), by=play.nadia, at=TUESDAY)
    client = Client()
    client.force_login(play.person(play.alice))
    return client


def test_a_page_takes_the_same_statements_with_1_and_3_rows_and_12_at_most(capsys: pytest.CaptureFixture[str]) -> None:
    counted: dict[str, list[int]] = {name: [] for name, _row in PAGES}
    for rows in (1, 3):
        play = cast(f"vallon{rows}")
        grow(play, rows)
        client = everybody(play)
        for name, row in PAGES:
            statements(client, name, row, play)  # the first time fills per-process caches
            counted[name].append(statements(client, name, row, play))
    with capsys.disabled():
        for name, (one, three) in counted.items():
            print(f"  {three:3d} statements  {name}")
            assert one == three, name
            assert three <= STATEMENTS_MAX, name
