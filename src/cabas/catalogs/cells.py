"""What a cell of a product says, or a sentence that says how to write it."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from cabas.catalogs.crates import CRATE_MAX
from cabas.catalogs.models import Family
from cabas.money import AmountUnreadable, Money, parse_amount
from cabas.sheets.columns import folded

VAT_MAX = 50
STOCK_MAX = 1_000_000
GRAMS_MAX = 1_000_000

YES = frozenset({"1", "oui", "o", "vrai", "true", "yes", "x"})
NO = frozenset({"0", "non", "n", "faux", "false", "no"})

_SPACES = re.compile(r"\s")  # the no-break ones too
_NUMBER = re.compile(r"([+\-\u2212]?)(\d{1,9})(?:[.,](\d{1,6}))?(?:€|%)?", re.ASCII)


class CellUnreadable(ValueError):
    """The cell does not say what its column asks; the sentence says how to write it."""


def text(cell: str, limit: int) -> str:
    if len(cell) > limit:
        raise CellUnreadable(_("trop long. Gardez %(limit)s caractères au plus.") % {"limit": limit})
    return cell


def price(cell: str) -> Money:
    """A price with taxes, in whole cents."""
    try:
        amount = parse_amount(cell)
    except AmountUnreadable as unreadable:
        raise CellUnreadable(str(unreadable)) from unreadable
    if amount < Money.zero:
        raise CellUnreadable(_("un prix ne peut pas être négatif."))
    return amount


def decimal(cell: str) -> Decimal:
    """A number of euros or percent, not negative, with as many decimals as it has."""
    written = _NUMBER.fullmatch(_SPACES.sub("", cell))
    if written is None:
        raise CellUnreadable(_("« %(text)s » n’est pas un nombre. Écrivez par exemple 2,56.") % {"text": cell})
    sign, units, decimals = written.groups()
    number = Decimal(f"{units}.{decimals or 0}")
    if sign in ("-", "\u2212") and number:
        raise CellUnreadable(_("ce nombre ne peut pas être négatif."))
    return number


def vat_rate(cell: str) -> Decimal:
    """A rate in percent."""
    rate = decimal(cell)
    if rate > VAT_MAX:
        raise CellUnreadable(_("un taux de TVA est entre 0 et %(limit)s.") % {"limit": VAT_MAX})
    return rate.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def whole(cell: str, limit: int) -> int:
    """A whole number, which a spreadsheet may have written 10,0."""
    number = decimal(cell)
    if number != int(number) or number > limit:
        raise CellUnreadable(_("« %(text)s » n’est pas un nombre entier raisonnable.") % {"text": cell})
    return int(number)


def stock(cell: str) -> int:
    return whole(cell, STOCK_MAX)


def crate_size(cell: str) -> int:
    size = whole(cell, CRATE_MAX)
    if size < 2:
        raise CellUnreadable(_("une caisse a au moins deux pièces."))
    return size


def grams(cell: str) -> int:
    portion = whole(cell, GRAMS_MAX)
    if not portion:
        raise CellUnreadable(_("un poids est plus grand que zéro."))
    return portion


def yes_or_no(cell: str) -> bool:
    word = folded(cell)
    if word not in YES | NO:
        raise CellUnreadable(_("« %(text)s » n’est ni oui ni non.") % {"text": cell})
    return word in YES


def family(cell: str) -> str | None:
    """The shelf that bears this name; None for the categories of other systems, which are not ours."""
    return next((str(value) for value, label in Family.choices if folded(cell) in {folded(str(label)), value}), None)
