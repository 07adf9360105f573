"""A guard is one CREATE statement: its name says what must be there, its text says what it must be."""

import re
from dataclasses import dataclass

START = re.compile(r"^(?=CREATE )", re.MULTILINE)
COMMENT = re.compile(r"^--.*\n", re.MULTILINE)
NAMES = re.compile(r"CREATE (?P<kind>TRIGGER|FUNCTION) (?P<name>\w+)(?:.*? ON (?P<table>ledger_\w+)\b)?", re.DOTALL)


@dataclass(frozen=True)
class Guard:
    """One trigger, or one function that triggers call."""

    kind: str
    name: str
    table: str
    create: str

    @property
    def body(self) -> str:
        """What a function does: the text between its dollar quotes."""
        return self.create.split("$$")[1] if self.kind == "FUNCTION" else ""


def read_guards(sql: str) -> list[Guard]:
    """The guards written one after the other in this text."""
    return [_read(statement) for statement in START.split(COMMENT.sub("", sql)) if statement.startswith("CREATE ")]


def _read(statement: str) -> Guard:
    create = statement.strip().removesuffix(";")
    names = NAMES.match(create)
    assert names is not None, f"not a guard: {create[:60]}"
    is_trigger = names["kind"] == "TRIGGER"
    return Guard(names["kind"], names["name"], names["table"] if is_trigger else "", create)
