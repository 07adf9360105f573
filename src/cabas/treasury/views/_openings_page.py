"""The preview of the balances of a group: what each line becomes in words, the totals each way, and what is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cabas.groups.import_drafts import matching_of, review_of, table_of
from cabas.groups.models import ImportDraft, Membership
from cabas.money import Money
from cabas.payments.balance_answers import Answers, day_in
from cabas.payments.balance_columns import AMOUNTS, balance_columns, missing_columns
from cabas.payments.balance_import import balance_importer, fingerprint, totals_of
from cabas.payments.judging_balances import ASKED_MAX, BalanceLine, Case, Reviewed, of_case, unsigned_of
from cabas.sheets.columns import Matching
from cabas.sheets.lines import read_lines
from cabas.sheets.reviewing import Judged
from cabas.treasury.views._openings_forms import PreviewForm

ERRORS_SHOWN_MAX = 50
COUNTED: tuple[tuple[Case, Any, Any], ...] = (
    (Case.TO_TAKE, gettext_lazy("%(count)s solde à créer"), gettext_lazy("%(count)s soldes à créer")),
    (Case.ZERO, gettext_lazy("%(count)s à zéro"), gettext_lazy("%(count)s à zéro")),
    (Case.ALREADY, gettext_lazy("%(count)s déjà repris"), gettext_lazy("%(count)s déjà repris")),
    (Case.DOUBTFUL, gettext_lazy("%(count)s nom non reconnu"), gettext_lazy("%(count)s noms non reconnus")),
    (Case.UNSAID, gettext_lazy("%(count)s montant sans signe"), gettext_lazy("%(count)s montants sans signe")),
    (Case.TOTAL, gettext_lazy("%(count)s ligne de total"), gettext_lazy("%(count)s lignes de total")),
    (Case.REFUSED, gettext_lazy("%(count)s ligne à corriger"), gettext_lazy("%(count)s lignes à corriger")),
)


@dataclass(frozen=True)
class Preview:
    """A draft as it would be taken over now."""

    draft: ImportDraft
    matching: Matching
    answers: Answers
    unsigned: str
    review: Reviewed

    @property
    def asks_sign(self) -> bool:
        """One column says both what is owed and what is had."""
        return "amount" in self.matching.by_key

    @property
    def asked(self) -> list[Judged[BalanceLine]]:
        return [line for line in self.review.lines if line.item and line.item.is_asked][:ASKED_MAX]

    def form(self, data: Any, members: Sequence[Membership], today: date) -> PreviewForm:
        proposed = Answers(self.answers.on or self._day(today), self.unsigned, self.answers.picked)
        return PreviewForm(
            data, answers=proposed, asked=self.asked, members=members, asks_sign=self.asks_sign, today=today
        )

    def _day(self, today: date) -> date | None:
        """The day that the heading of a balance says."""
        headings = [self.matching.headings[self.matching.by_key[key]] for key in AMOUNTS if key in self.matching.by_key]
        return next((day for heading in headings if (day := day_in(heading, today=today))), None)


def preview_of(draft: ImportDraft) -> Preview:
    """Three statements; none while a column is missing."""
    answers = Answers.of(draft)
    matching = matching_of(draft, balance_columns())
    lines = [] if missing_columns(matching) else list(read_lines(table_of(draft), matching))
    review = review_of(draft, balance_importer(draft.group, answers))
    return Preview(draft, matching, answers, unsigned_of(lines, answers), review)


def page_of(preview: Preview, form: PreviewForm) -> dict[str, Any]:
    """What the page is drawn with, beside the columns of the file."""
    review = preview.review
    had, owed = totals_of(review)
    return {
        "draft": preview.draft,
        "matching": preview.matching,
        "missing": missing_columns(preview.matching),
        "answers_form": form,
        "shown": fingerprint(review),
        "recap": recap_of(review),
        "cards": [_card("avoir", _("Avaient en avoir"), had), _card("doit", _("Devaient"), owed)],
        "taken": of_case(review, Case.TO_TAKE),
        "already": of_case(review, Case.ALREADY),
        "aside": of_case(review, Case.ZERO, Case.TOTAL),
        "unsaid": of_case(review, Case.UNSAID),
        "not_asked": sum(bool(line.item and line.item.is_asked) for line in review.lines) - len(preview.asked),
        "ignored": "amount" in preview.matching.by_key and {"owed", "had"} & {*preview.matching.by_key},
        "errors": review.errors[:ERRORS_SHOWN_MAX],
        "more_errors": max(0, len(review.errors) - ERRORS_SHOWN_MAX),
        "refused": len(review.refused),
        "button": ngettext("Enregistrer %(count)s solde", "Enregistrer %(count)s soldes", review.written)
        % {"count": review.written},
    }


def recap_of(review: Reviewed) -> str:
    """« 2 soldes à créer, 1 à zéro, 1 nom non reconnu »."""
    counts = [(len(of_case(review, case)), one, many) for case, one, many in COUNTED]
    said = [(one if count == 1 else many) % {"count": count} for count, one, many in counts if count]
    return ", ".join(str(words) for words in said) or _("Aucun solde dans cette liste")


def _card(state: str, label: str, amounts: list[Money]) -> dict[str, Any]:
    members = ngettext("%(count)s membre", "%(count)s membres", len(amounts)) % {"count": len(amounts)}
    return {"state": state, "label": label, "amount": Money.sum(amounts), "members": members}
