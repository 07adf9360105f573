"""A page finds its rows by an index: what it costs does not grow with what it does not show."""

import re

import pytest
from django.db import connection

from tests.test_statements import SMALL, statements_of_pages

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("statements")]

NAMED = re.compile(r'(?:FROM|JOIN) "(\w+)"(?: AS)?(?: (?!INNER|LEFT|WHERE|ON|GROUP|ORDER|LIMIT)"?(\w+)"?)?')
SCANNED = re.compile(r"^SCAN (\w+)")
FEW_ROWS = {"payments_paymentsettings"}


def scans(statement: str) -> set[str]:
    """The tables of which this statement reads every row."""
    tables = {alias or table: table for table, alias in NAMED.findall(statement)}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        plan = [detail for _id, _parent, _unused, detail in cursor.fetchall()]
    found = {match[1] for detail in plan if (match := SCANNED.match(detail))}
    return {tables[name] for name in found if name in tables} - FEW_ROWS


def faults(name: str, statements: list[str]) -> list[str]:
    return [f"{name}: {scanned} in {statement}" for statement in statements if (scanned := scans(statement))]


def test_a_page_finds_its_rows_by_an_index(engine: str) -> None:
    if engine != "sqlite":
        pytest.skip("on so few rows PostgreSQL reads them all, rightly")
    assert scans('SELECT "total" FROM "distributions_basket" "b" WHERE "b"."total" = 3') == {"distributions_basket"}
    assert [fault for name, asked in statements_of_pages()[SMALL].items() for fault in faults(name, asked)] == []
