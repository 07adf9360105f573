"""The lines of a batch are read each for itself: who is meant, what is due of them, and what is wrong with each."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cabas.money import Money
from cabas.money.form_field import MoneyFormField
from cabas.payments.batches import LINES_MAX
from cabas.payments.means import Means
from cabas.treasury.finding import Directory, NobodyFound, SeveralFound
from cabas.treasury.overview import MemberBalance

AT_FIRST, MORE = 10, 10
REFERENCE_MAX = 60
NAMES = ("member", "means", "amount", "reference")
NOTHING = Money(0)
_AMOUNT = MoneyFormField(required=False)


@dataclass(frozen=True)
class TypedLine:
    """What is typed on one line, as it was; `found` and `value` where it can be read. `faults`: by field."""

    number: int
    member: str = ""
    means: str = ""
    amount: str = ""
    reference: str = ""
    found: MemberBalance | None = None
    value: Money | None = None
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """A means alone says nothing: it is proposed on each line."""
        return not (self.member or self.amount or self.reference)

    @property
    def is_sound(self) -> bool:
        return not self.is_blank and not self.faults


def blank_lines(count: int, means: str, *, after: int = 0) -> list[TypedLine]:
    """Lines to fill, numbered from `after` + 1."""
    return [TypedLine(number, means=means) for number in range(after + 1, after + count + 1)]


def read_lines(columns: Sequence[Sequence[str]]) -> list[TypedLine]:
    """The lines of these `NAMES` columns, at most as many as one act takes and one more."""
    rows = [*zip_longest(*columns, fillvalue="")][: LINES_MAX + 1]
    return [
        TypedLine(number, member.strip(), means, amount.strip(), reference.strip())
        for number, (member, means, amount, reference) in enumerate(rows, start=1)
    ]


def checked(lines: Sequence[TypedLine], directory: Directory, means: Collection[str]) -> list[TypedLine]:
    """Each with whom it means and what is wrong; the amount that is due is proposed where none is typed."""
    seen: dict[tuple[Any, ...], int] = {}
    return [line if line.is_blank else _checked(line, directory, means, seen) for line in lines]


def due_of(member: MemberBalance) -> Money:
    """What a payment of this member would be: what is owed; where nothing is, what was announced."""
    return member.standing.amount if member.balance < NOTHING else NOTHING


def written(amount: Money) -> str:
    """As one types it: « 12,50 »; nothing where nothing is due."""
    return str(_AMOUNT.prepare_value(amount)) if amount else ""


def sum_of(lines: Iterable[TypedLine]) -> Money:
    return Money.sum(line.value for line in lines if line.value is not None)


def _checked(
    line: TypedLine, directory: Directory, means: Collection[str], seen: dict[tuple[Any, ...], int]
) -> TypedLine:
    faults: dict[str, str] = {}
    found = _found(line, directory, faults)
    amount = line.amount or (written(due_of(found)) if found else "")
    value = _value(amount, faults)
    if not line.amount:
        faults["amount"] = _("Montant proposé\u202f: vérifiez-le.") if value else _("Indiquez le montant reçu.")
    if line.means not in means:
        faults["means"] = _("Choisissez le moyen.")
    if len(line.reference) > REFERENCE_MAX:
        faults["reference"] = _("%(max)s caractères au plus.") % {"max": REFERENCE_MAX}
    elif found and line.means == Means.CHEQUE and line.reference:
        before = seen.setdefault((found.number, line.reference), line.number)
        if before != line.number:
            faults["reference"] = _("Ce chèque est déjà à la ligne %(number)s.") % {"number": before}
    return replace(line, amount=amount, found=found, value=value, faults=faults)


def _found(line: TypedLine, directory: Directory, faults: dict[str, str]) -> MemberBalance | None:
    try:
        return directory.find(line.member)
    except (NobodyFound, SeveralFound) as refusal:
        faults["member"] = str(refusal)
        return None


def _value(amount: str, faults: dict[str, str]) -> Money | None:
    try:
        value: Money | None = _AMOUNT.clean(amount)
    except forms.ValidationError as unreadable:
        faults["amount"] = " ".join(unreadable.messages)
        return None
    if value is not None and value <= NOTHING:
        faults["amount"] = _("Un paiement reçu est d’au moins 0,01 €.")
        return None
    return value
