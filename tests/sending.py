"""Which tests run on PostgreSQL after all of them ran on SQLite: those about the database, and few of the others.

What a test sends on SQLite is kept, without the values. On PostgreSQL, of the tests that are about something else, as
few run as send each statement of all of them once.
"""

import hashlib
import json
import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from cabas.config.testing import SENT

FOLDER = os.environ.get(SENT)  # where processes write them down; none: whatever is chosen runs
ABOUT_THE_DATABASE = ("tests/ledger/", "tests/prepared/", "tests/config/", "tests/test_")
OF_TRANSACTIONS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")
LISTS = re.compile(r"(?:\((?:%s(?:, )?)+\)(?:, )?)+")
NUMBERS = re.compile(r"\b\d+\b")
AT_LEAST = 0.02  # seconds: what any test takes


@dataclass(frozen=True)
class Sent:
    """What one test sent, and how long it took."""

    test: str
    statements: frozenset[str]
    seconds: float


@contextmanager
def sending(test: str) -> Iterator[None]:
    """On SQLite, write down what the test of this block sends."""
    if not is_known() or connection.vendor != "sqlite":
        yield
        return
    names: set[str] = set()

    def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        names.add(name_of(sql))
        return execute(sql, parameters, many, context)

    began = time.process_time()
    with connection.execute_wrapper(note):
        yield
    line = [test, sorted(names - {""}), time.process_time() - began]
    with Path(str(FOLDER), f"{os.getpid()}.jsonl").open("a") as file:
        file.write(json.dumps(line) + "\n")


def is_known() -> bool:
    """Does a whole run keep what its tests send?"""
    return FOLDER is not None


@cache
def name_of(sql: str) -> str:
    """The same for statements that differ by their values, or by how many; none for those of transactions."""
    if sql.startswith(OF_TRANSACTIONS):
        return ""
    return hashlib.sha256(NUMBERS.sub("0", LISTS.sub("(%s)", sql)).encode()).hexdigest()[:16]


def read() -> list[Sent]:
    """Whatever the processes of SQLite wrote down."""
    lines = [json.loads(line) for file in Path(str(FOLDER)).glob("*.jsonl") for line in file.open()]
    return sorted((Sent(test, frozenset(names), seconds) for test, names, seconds in lines), key=lambda one: one.test)


def few_that_send_all(tests: Iterable[Sent], already: frozenset[str]) -> set[str]:
    """One after the other the test that sends most, for its time, of what no other sends yet."""
    waiting, chosen, sent = list(tests), set(), set(already)
    while waiting:
        waiting = [one for one in waiting if one.statements - sent]
        if waiting:
            best = max(waiting, key=lambda one: len(one.statements - sent) / max(one.seconds, AT_LEAST))
            chosen.add(best.test)
            sent |= best.statements
    return chosen


def is_about_the_database(item: pytest.Item) -> bool:
    """Its locks, its guards, its engine, all addresses, or histories drawn at random: it runs on both."""
    marks = [*item.iter_markers("django_db")]
    is_drawn = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    return (
        is_drawn
        or item.location[0].startswith(ABOUT_THE_DATABASE)
        or "engine" in getattr(item, "fixturenames", ())
        or any(mark.kwargs.get("transaction") for mark in marks)
        or any(item.get_closest_marker(name) for name in ("concurrent", "on_the_server", "browser"))
    )


def name_of_test(item: pytest.Item) -> str:
    """Its path and its name: xdist adds to its id."""
    return f"{item.location[0]}::{item.name}"


def needed(items: list[pytest.Item]) -> list[pytest.Item]:
    """Those about the database, and the few others that send what is left."""
    if FOLDER is None:
        return items
    sent = read()
    both = {name_of_test(item) for item in items if is_about_the_database(item)}
    others = {name_of_test(item) for item in items} - both
    already = frozenset[str]().union(*(one.statements for one in sent if one.test in both))
    unheard = others - {one.test for one in sent}  # skipped there, or new
    chosen = both | unheard | few_that_send_all([one for one in sent if one.test in others], already)
    return [item for item in items if name_of_test(item) in chosen]
