"""Each row of « Saisie d’après les feuilles » is read for itself: what the sheet says, what is due, what is wrong."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cabas.distributions.dues import due
from cabas.distributions.models import Basket
from cabas.money import Money
from cabas.money.form_field import MoneyFormField
from cabas.money.parsing import AmountUnreadable, parse_amount
from cabas.papers.keying import Keyed, Outcome, is_noted
from cabas.payments.means import AT_THE_STAND, Means
from cabas.stand.weights_typed import TypedWeight, is_changed, read_weights, weights_read

SERVED, ABSENT, LATER = "served", "absent", "later"
REFERENCE_MAX = 60
NOTHING = Money(0)
_AMOUNT = MoneyFormField(required=False)
OUTCOME_OF = {LATER: Outcome.LATER, str(Means.TRANSFER): Outcome.AWAITED}


@dataclass(frozen=True)
class TypedRow:
    """What stands on a row; `due` is with the weights that are typed, `seen` the amount that was proposed.

    `value`: the amount, where it can be read. `faults`: by field, those of weights are theirs.
    """

    basket: Basket
    state: str
    means: str
    amount: str
    seen: str
    reference: str
    due: Money
    value: Money | None
    weights: Mapping[int, TypedWeight]
    faults: Mapping[str, str]

    @property
    def is_blank(self) -> bool:
        return not self.state and not self.faults

    @property
    def is_sound(self) -> bool:
        return not self.faults and all(weight.is_sound for weight in self.weights.values())

    @property
    def keyed(self) -> Keyed | None:
        """What is to be recorded; nothing for a blank row, or one that is to be looked at again."""
        if self.is_blank or not self.is_sound:
            return None
        outcome = self._outcome
        is_paid = outcome == Outcome.PAID
        return Keyed(
            basket=self.basket,
            outcome=outcome,
            due=self.due,
            means=self.means if is_paid else "",
            amount=self.value or NOTHING if is_paid else NOTHING,
            reference=self.reference if is_paid else "",
            weights=weights_read(self.weights),
        )

    @property
    def _outcome(self) -> Outcome:
        if self.state == ABSENT:
            return Outcome.ABSENT
        if self.means in AT_THE_STAND and self.value:
            return Outcome.PAID
        return OUTCOME_OF.get(self.means, Outcome.NOTHING_DUE) if self.due else Outcome.NOTHING_DUE


def typed_amount(amount: Money) -> str:
    """As one types it: « 12,50 »; nothing where nothing is due."""
    return str(_AMOUNT.prepare_value(amount)) if amount else ""


def read_rows(
    baskets: Iterable[Basket], sent: Mapping[str, str], choices: Mapping[int, Collection[str]]
) -> list[TypedRow]:
    """The rows of the baskets that are not noted already; `choices`: what may be said of each, by its id."""
    return [_read(basket, sent, choices[basket.pk]) for basket in baskets if not is_noted(basket)]


def field(name: str, basket: Basket) -> str:
    """The name of a field of this row."""
    return f"{name}-{basket.number}"


def proposed_means(basket: Basket) -> str:
    """What was announced, as long as something is due."""
    return basket.means if basket.is_announced and due(basket).due else ""


def digest(keyed: Sequence[Keyed]) -> str:
    """What was shown, in a word: only that is recorded."""
    return hashlib.sha256(json.dumps([one.asked for one in keyed]).encode()).hexdigest()


def _read(basket: Basket, sent: Mapping[str, str], choices: Collection[str]) -> TypedRow:
    weights = read_weights(basket.current_lines, sent)
    lines = basket.current_lines
    total = Money.sum(weights[line.pk].total if line.pk in weights else line.total for line in lines)
    owed = due(basket, total).due

    def typed(name: str, otherwise: str = "") -> str:
        return sent.get(field(name, basket), otherwise).strip()

    proposed = typed_amount(owed)
    seen = typed("seen")
    amount = typed("amount")
    is_typed = bool(amount) and amount != seen
    row = TypedRow(
        basket=basket,
        state=typed("state"),
        means=typed("means", proposed_means(basket)),
        amount=amount if is_typed else proposed,
        seen=proposed,
        reference=typed("reference"),
        due=owed,
        value=None,
        weights=weights,
        faults={},
    )
    return _judged(row, choices, is_typed=is_typed)


def _judged(row: TypedRow, choices: Collection[str], *, is_typed: bool) -> TypedRow:
    faults: dict[str, str] = {}
    value = _value(row.amount, faults)
    if row.state == SERVED:
        _judge_served(row, value, choices, faults, is_typed=is_typed)
    elif is_typed or row.reference or is_changed(row.weights):
        absent = _("Absent\u202f: videz poids, montant et numéro.")
        faults["state"] = absent if row.state == ABSENT else _("Servi, ou absent\u202f?")
    return TypedRow(**{**vars(row), "value": value, "faults": faults})


def _judge_served(
    row: TypedRow, value: Money | None, choices: Collection[str], faults: dict[str, str], *, is_typed: bool
) -> None:
    if row.means not in choices:
        faults["means"] = _("Choisissez comment c’est réglé.")
    elif row.means in AT_THE_STAND:
        if not value and row.due and "amount" not in faults:
            faults["amount"] = _("Indiquez le montant reçu, ou choisissez «\u202fPlus tard\u202f».")
    elif row.means == "" and (row.due or value):
        faults["means"] = _("Choisissez comment c’est réglé.")
    elif is_typed and value:
        faults["amount"] = _("Sans encaissement, videz le montant\u202f; sinon, choisissez le moyen.")
    if len(row.reference) > REFERENCE_MAX:
        faults["reference"] = _("%(max)s caractères au plus.") % {"max": REFERENCE_MAX}


def _value(amount: str, faults: dict[str, str]) -> Money | None:
    if not amount:
        return None
    try:
        value = parse_amount(amount)
    except AmountUnreadable as unreadable:
        faults["amount"] = str(unreadable)
        return None
    if value < NOTHING:
        faults["amount"] = _("Un montant reçu n’est pas négatif.")
    return value
