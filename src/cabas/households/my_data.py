"""« Mes données »: all that the installation knows of a person, in all their groups, as one archive they can read.

A file of JSON holds everything; a CSV that a French spreadsheet opens holds each part of it.
"""

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cabas.clock import PARIS
from cabas.households.what_is_known import Cell, Part, parts
from cabas.money import Money
from cabas.people.models import User
from cabas.sheets.writing import csv_for_excel


def archive(person: User, *, at: datetime) -> bytes:
    """The ZIP, made in memory: a dozen statements, and three for each household."""
    found, content = parts(person), io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("donnees.json", _json(found, at))
        for part in found:
            rows = [[_local(cell) for cell in row] for row in part.rows]
            file.writestr(f"{slugify(part.name)}.csv", csv_for_excel(part.headings, rows))
    return content.getvalue()


def _json(found: Sequence[Part], at: datetime) -> str:
    said: dict[str, object] = {_("fait le"): at.astimezone(PARIS).isoformat()}
    for part in found:
        said[part.name] = [
            {heading: _plain(cell) for heading, cell in zip(part.headings, row, strict=True)} for row in part.rows
        ]
    return json.dumps(said, ensure_ascii=False, indent=1)


def _plain(cell: Cell) -> str | int | None:
    if isinstance(cell, Money):
        return str(cell.euros)
    if isinstance(cell, datetime):
        return cell.astimezone(PARIS).isoformat(timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else cell


def _local(cell: Cell) -> str | int | Money | date | None:
    """A moment as a spreadsheet reads it."""
    return f"{timezone.localtime(cell, PARIS):%d/%m/%Y %H:%M}" if isinstance(cell, datetime) else cell
