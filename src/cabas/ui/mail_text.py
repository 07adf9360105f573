"""The plain text of a mail is read as blocks (sentences, rows with an amount, a code, a link): its HTML adds nothing.

What a text may hold, each block after an empty line: « - 2 × Pain : 10,80 € » lines, and a last « Total : 10,80 € »;
« Votre code : ABCD-EFGH » alone; « Voir ma commande : https://… » alone, which becomes a button.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

ITEM = "- "
COLON = r"[\u202f\u00a0 ]?: "
AMOUNT = re.compile(rf"(?P<label>.+?){COLON}(?P<value>[+−]?\u00a0?\d[\d\u202f]*,\d\d\u00a0€)")
CODE = re.compile(rf"(?P<label>.+?){COLON}(?P<value>[A-Z0-9][A-Z0-9-]{{3,11}})")
LINK = re.compile(rf"(?:(?P<label>.+?){COLON})?(?P<value>https?://\S+)")


@dataclass(frozen=True)
class Row:
    """A line of a list, with its amount where it ends with one."""

    label: str
    amount: str = ""
    is_total: bool = False


@dataclass(frozen=True)
class Block:
    """One of these: `lines` of sentences, `rows` of a list, a `code` or a `link` with its `label`."""

    lines: Sequence[str] = ()
    rows: Sequence[Row] = ()
    code: str = ""
    link: str = ""
    label: str = ""

    @property
    def has_amounts(self) -> bool:
        return any(row.amount for row in self.rows)


def blocks(text: str) -> list[Block]:
    """The blocks of a text, in its order."""
    chunks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return [block for chunk in chunks for block in _read(chunk.split("\n"))]


def as_html(text: str) -> SafeString:
    """The text in elements with classes of their own, for a page; nothing of it is ever markup."""
    return render_to_string("ui/_mail_text.html", {"blocks": blocks(text)})


def _read(lines: list[str]) -> Iterator[Block]:
    if len(lines) == 1 and (found := LINK.fullmatch(lines[0])):
        yield Block(link=found["value"], label=found["label"] or found["value"])
        return
    if len(lines) == 1 and (found := CODE.fullmatch(lines[0])):
        yield Block(code=found["value"], label=found["label"])
        return
    while lines:
        if rows := _rows(lines):
            yield Block(rows=rows)
            lines = lines[len(rows) :]
            continue
        end = next((index for index, line in enumerate(lines) if line.startswith(ITEM)), len(lines))
        yield Block(lines=lines[:end])
        lines = lines[end:]


def _rows(lines: list[str]) -> list[Row]:
    """The list that these lines begin with, with its total; empty where they begin with none."""
    rows: list[Row] = []
    for line in lines:
        if line.startswith(ITEM):
            rows.append(_row(line.removeprefix(ITEM), is_total=False))
            continue
        if rows and AMOUNT.fullmatch(line):
            rows.append(_row(line, is_total=True))
        break
    return rows


def _row(line: str, *, is_total: bool) -> Row:
    found = AMOUNT.fullmatch(line)
    return Row(found["label"], found["value"], is_total) if found else Row(line)
