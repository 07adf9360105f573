"""The comparison group as the files of another system: members, balances as they are pasted, products of each vendor.

Ten names of the balances are mistyped, and each kind of file has one line that nobody could take.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from cabas.bench.comparison import Buyer, Comparison, Good
from cabas.bench.openings import MISTYPED, Brought, line_of

VAT = Decimal("5.5")
MEMBER_HEADINGS = (
    "Prénom", "Nom", "E-mail", "Téléphone mobile",
    "Prénom du conjoint", "Nom du conjoint", "E-mail du conjoint", "Téléphone mobile du conjoint",
    "Adresse 1", "Adresse 2", "Code postal", "Ville",
)  # fmt: skip
PRODUCT_HEADINGS = (
    "Nom du produit", "Réf", "Description", "Unité", "Bio", "qt a virgule", "Catégorisation", "Nom offre",
    "Référence unique", "Quantité", "Prix H.T", "taux de TVA", "actif", "URL Image", "Date Image",
)  # fmt: skip
WARNING = '"warning there should be 2 header lines !"' + ";" * 14
BAD_MEMBER = ("Zoé", "Illisible", "pas-une-adresse")
BAD_BALANCE = "ILLISIBLE Zoé\tvoir le cahier"
BAD_PRODUCT = ("Produit illisible", "X-1", "", "", "", "", "", "", "X-1", "", "douze", "5,5", "1", "", "")


@dataclass(frozen=True)
class MoveFiles:
    """`balances`: a line for each member; `products`: by vendor."""

    members: str
    pasted: str
    products: dict[str, str]
    balances: Sequence[Brought]


def files_of(comparison: Comparison) -> MoveFiles:
    """The same at each call."""
    balances = _balances(comparison)
    by_vendor = {
        name: [good for good in comparison.goods if good.vendor == number]
        for number, name in comparison.vendors.items()
    }
    products = {name: _products(goods, is_last=name == max(by_vendor)) for name, goods in by_vendor.items()}
    return MoveFiles(_members(comparison.buyers), _pasted(balances), products, balances)


def taxed(good: Good) -> Decimal:
    """Its price without taxes, as exact as a file of prices is."""
    return (Decimal(good.price.cents) / (100 + VAT)).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def _members(buyers: Sequence[Buyer]) -> str:
    rows = [_member(buyer) for buyer in buyers]
    bad = (*BAD_MEMBER, *[""] * (len(MEMBER_HEADINGS) - len(BAD_MEMBER)))
    return _written([MEMBER_HEADINGS, *rows, bad], ",")


def _member(buyer: Buyer) -> Sequence[str]:
    phone, street = f"06{buyer.number:08d}", f"{buyer.number} rue des Aulnes"
    return (buyer.first_name, buyer.last_name, buyer.email, phone, "", "", "", "", street, "", "35000", "Betton")


def _balances(comparison: Comparison) -> Sequence[Brought]:
    """Those with a balance are mistyped, evenly spread: a name without one is asked of nobody."""
    with_balance = [buyer for buyer in comparison.buyers if comparison.balance(buyer.number)]
    every = max(1, len(with_balance) // MISTYPED)
    turns = {buyer.number: place for place, buyer in enumerate(with_balance[::every][:MISTYPED])}
    return [line_of(comparison, buyer, turns.get(buyer.number, MISTYPED)) for buyer in comparison.buyers]


def _pasted(balances: Iterable[Brought]) -> str:
    lines = [f"{line.name}\t{Decimal(line.amount.cents) / 100:f} €" for line in balances]
    return "\n".join([*lines, BAD_BALANCE])


def _products(goods: Sequence[Good], *, is_last: bool) -> str:
    rows = [_product(good) for good in goods]
    return f"{WARNING}\n" + _written([PRODUCT_HEADINGS, *rows, *([BAD_PRODUCT] if is_last else [])], ";")


def _product(good: Good) -> Sequence[str]:
    price = f"{taxed(good)}".replace(".", ",")
    code = f"P-{good.number:04d}"
    return (good.name, code, "", "", "1", "", "671", "", code, "", price, "5,5", "1", "", "2018-01-01")


def _written(rows: Sequence[Sequence[str]], delimiter: str) -> str:
    content = io.StringIO()
    csv.writer(content, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL, lineterminator="\n").writerows(rows)
    return content.getvalue()
