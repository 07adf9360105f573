"""A file is imported once: its rows wait in a draft until the act, and are forgotten then or after a day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from django.db import transaction

from cabas.groups.models import Group, ImportDraft
from cabas.groups.remembered_columns import match_as_remembered, remember
from cabas.ledger.locking import lock
from cabas.people.models import User
from cabas.sheets.columns import Column, Matching, match_columns
from cabas.sheets.lines import Line, read_lines
from cabas.sheets.reading import Table
from cabas.sheets.reviewing import Review

KEPT_FOR = timedelta(days=1)

Item = TypeVar("Item")
Match = Callable[..., Matching]  # with the arguments of `match_columns`


class ImportedAlready(Exception):
    """The lines of this draft were imported by an earlier click."""


class ColumnsMissing(Exception):
    """Nothing can be imported while these columns are not matched."""

    def __init__(self, labels: list[str]) -> None:
        self.labels = labels


@dataclass(frozen=True)
class Importer(Generic[Item]):
    """What the lines of a file become in a group: how they are judged, and how those to be written are written.

    With a `kind`, what each column was is remembered under it.
    """

    purpose: str
    columns: tuple[Column, ...]
    missing: Callable[[Matching], list[str]]
    judge: Callable[[Iterable[Line]], Review[Item]]
    write: Callable[[Review[Item], ImportDraft, datetime], object]
    kind: str = ""

    def match(self, group: Group) -> Match:
        """How the columns of a file that somebody of this group brings are matched."""
        return match_as_remembered(group, self.kind) if self.kind else match_columns


def keep_draft(
    group: Group,
    purpose: str,
    columns: Sequence[Column],
    name: str,
    table: Table,
    *,
    by: User,
    at: datetime,
    match: Match = match_columns,
) -> ImportDraft:
    """Keep the rows of a file, its columns matched by their headings. Drafts older than a day are forgotten."""
    forget_old(at=at)
    matching = match(table, columns)
    return ImportDraft.objects.create(
        group=group,
        by=by,
        purpose=purpose,
        file_name=name[:120],
        rows=table.rows,
        heading_row=matching.heading_row,
        by_key=matching.by_key,
        made_at=at,
    )


def forget_old(*, at: datetime) -> int:
    """Those that are a day old, with the names in them. Returns how many are gone."""
    return ImportDraft.objects.filter(made_at__lt=at - KEPT_FOR).delete()[0]


def table_of(draft: ImportDraft) -> Table:
    return Table(draft.rows)


def matching_of(draft: ImportDraft, columns: Sequence[Column]) -> Matching:
    """The columns as the person last saw them."""
    return match_columns(table_of(draft), columns, heading_row=draft.heading_row, by_key=draft.by_key)


def choose_columns(
    draft: ImportDraft,
    columns: Sequence[Column],
    heading_row: int | None,
    by_key: Mapping[str, int],
    *,
    match: Match = match_columns,
) -> None:
    """Keep a person's choice. Other headings with the columns untouched: the columns are matched again by them.

    Raises ValueError when the choice names a row or a column that is not there, or one column twice.
    """
    is_untouched = dict(by_key) == draft.by_key
    again = heading_row != draft.heading_row and is_untouched and heading_row is not None
    matching = match(table_of(draft), columns, heading_row=heading_row, by_key=None if again else by_key)
    draft.heading_row = matching.heading_row
    draft.by_key = matching.by_key
    draft.save(update_fields=["heading_row", "by_key"])


def review_of(draft: ImportDraft, importer: Importer[Item]) -> Review[Item]:
    """What an import would do now; nothing when required columns are missing."""
    matching = matching_of(draft, importer.columns)
    if importer.missing(matching):
        return Review(())
    return importer.judge(read_lines(table_of(draft), matching))


@transaction.atomic
def import_draft(
    draft: ImportDraft, importer: Importer[Item], *, at: datetime, answers: Mapping[str, str] | None = None
) -> Review[Item]:
    """Judge the lines again, with the book locked, and write those that can be. Returns what was written and what not.

    `answers`: what the preview asked beside the columns; the writing finds them on the draft.

    Raises `ImportedAlready` and `ColumnsMissing`; then nothing is written.
    """
    lock(draft.group.book_id)  # whoever adds a member meanwhile is seen by the judgement
    draft = ImportDraft.objects.select_for_update().get(pk=draft.pk)
    if draft.imported_at:
        raise ImportedAlready
    draft.answers = dict(answers) if answers is not None else draft.answers
    matching = matching_of(draft, importer.columns)
    if labels := importer.missing(matching):
        raise ColumnsMissing(labels)
    review = review_of(draft, importer)
    importer.write(review, draft, at)
    if importer.kind:
        remember(draft.group_id, importer.kind, matching)
    draft.imported_at, draft.rows = at, []
    draft.save(update_fields=["imported_at", "rows"])
    return review
