"""What a preview of balances showed is posted as one set, once; what has changed since is shown again first."""

import hashlib
import json
from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from cabas.groups.import_drafts import Importer, import_draft
from cabas.groups.models import Group, ImportDraft
from cabas.money import Money
from cabas.payments.balance_answers import Answers
from cabas.payments.balance_columns import balance_columns, missing_columns
from cabas.payments.judging_balances import BalanceLine, Reviewed, judge_balances
from cabas.payments.models import OpeningSet
from cabas.payments.taking_over_together import Brought, take_over_all
from cabas.people.models import User

PURPOSE = "opening balances"


class PreviewChanged(Exception):
    """What would be written is not what the person saw: another name was chosen, or a balance was taken meanwhile."""

    def __str__(self) -> str:
        return _("L’aperçu a changé\u202f: rien n’est encore enregistré. Vérifiez-le, puis enregistrez.")


def balance_importer(group: Group, answers: Answers) -> Importer[BalanceLine]:
    """The reading of a list of balances of this group, with what a person answered."""
    return Importer(
        purpose=PURPOSE,
        columns=balance_columns(),
        missing=missing_columns,
        judge=lambda lines: judge_balances(group, lines, answers),
        write=lambda _review, _draft, _at: None,
    )


def brought_by(review: Reviewed) -> list[Brought]:
    """The balances that would be taken over, in the order of the list."""
    items = [line.item for line in review.new if line.item]
    return [Brought(item.member, item.amount) for item in items if item.member]


def fingerprint(review: Reviewed) -> str:
    """The same as long as each line would become what it is, for the same member: also those that are left out."""
    items = [(line.number, line.item) for line in review.lines if line.item]
    said = [(number, one.case, one.member.number if one.member else 0, one.amount.cents) for number, one in items]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def totals_of(review: Reviewed) -> tuple[list[Money], list[Money]]:
    """What members had, and what they owed, of all that would be taken over."""
    amounts = [one.amount for one in brought_by(review)]
    return [one for one in amounts if one > Money(0)], [-one for one in amounts if one < Money(0)]


def record(draft: ImportDraft, *, on: date, shown: str, by: User, at: datetime) -> OpeningSet:
    """Take over what the draft brings, judged again under the lock of the book, if it is what was `shown`.

    Raises `PreviewChanged`, `import_drafts.ImportedAlready`, `ColumnsMissing`, and what `take_over_all` raises.
    """
    done: list[OpeningSet] = []

    def write(review: Reviewed, _draft: ImportDraft, at: datetime) -> None:
        if fingerprint(review) != shown:
            raise PreviewChanged
        brought, key = brought_by(review), str(draft.pk)
        done.append(take_over_all(draft.group, brought, on=on, source=draft.file_name, key=key, by=by, at=at))

    importer = balance_importer(draft.group, Answers.of(draft))
    import_draft(draft, replace(importer, write=write), at=at)
    return done[0]
