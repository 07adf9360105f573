"""A balance is read from one column with its sign, or from two without; what is not clear is refused in words."""

from django.utils.translation import gettext as _

from cabas.money import AmountUnreadable, Money
from cabas.money.parsing import parse_balance
from cabas.payments.balance_answers import HAD, OWED
from cabas.payments.balance_columns import NAMES
from cabas.sheets.lines import Line

NOTHING = Money(0)


class CellRefused(ValueError):
    """The cell in the column of this key does not say what it must; the sentence says what to write."""

    def __init__(self, column: str, message: str) -> None:
        self.column = column
        super().__init__(message)


def written_name(line: Line) -> str:
    """The name as the line writes it, from one column or several."""
    return " ".join(filter(None, (line.value(key) for key in NAMES)))


def amount_of(line: Line, unsigned: str) -> Money | None:
    """What the member had (above zero) or owed; None while nobody said which way it goes. Raises `CellRefused`."""
    if line.places["amount"] is None:
        return _had_or_owed(line)
    if not line.value("amount"):
        raise CellRefused("amount", _("il manque le solde. Écrivez 0 si ce compte est à jour."))
    amount = _read(line, "amount")
    if amount.is_zero or unsigned == HAD:
        return amount
    return -amount if unsigned == OWED else None


def is_negative(cell: str) -> bool:
    """Is it an amount with a minus?"""
    try:
        return parse_balance(cell) < NOTHING
    except AmountUnreadable:
        return False


def _had_or_owed(line: Line) -> Money:
    """From two columns, in which nobody writes a sign."""
    owed, had = (_read(line, key) if line.value(key) else NOTHING for key in ("owed", "had"))
    for key, amount in (("owed", owed), ("had", had)):
        if amount < NOTHING:
            words = _("«\u202f%(text)s\u202f» a un signe moins\u202f: dans cette colonne, écrivez-le sans.")
            raise CellRefused(key, words % {"text": line.value(key)})
    if owed and had:
        raise CellRefused("", _("ce membre devrait, et aurait un avoir. Gardez un seul des deux montants."))
    return had - owed


def _read(line: Line, key: str) -> Money:
    try:
        return parse_balance(line.value(key))
    except AmountUnreadable as unreadable:
        raise CellRefused(key, str(unreadable)) from unreadable
