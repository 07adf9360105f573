"""A basket is amended line by line; the difference, and only the difference, is posted once, with what explains it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cabas.distributions.lines import put_quantity
from cabas.distributions.models import Basket, BasketChange, OrderLine
from cabas.groups.chart import Kind
from cabas.ledger.inserting import insert
from cabas.ledger.models import Account, Transaction
from cabas.ledger.posting import Line, credit, debit, post
from cabas.money import Money
from cabas.payments.low_cagnotte import tell_if_low
from cabas.people.models import User
from cabas.ui.formats import euros
from cabas.ui.formats import grams as said_grams
from cabas.ui.language import in_french

# Others when it is ordered again.
TERMS = ["product_name", "unit", "price", "fee_percent", "is_weighed", "portion_grams"]


@dataclass(frozen=True)
class Edit:
    """What a line is to become. None leaves a thing as it is; a line that is not saved yet is a new one.

    `label`: the price on the label that gave the `grams`; a weight without one was read on the scales. `is_unweighed`:
    it waits for the scales again.
    """

    line: OrderLine
    quantity: int | None = None
    grams: int | None = None
    label: Money | None = None
    is_unweighed: bool = False
    is_missing: bool | None = None
    price: Money | None = None


def said_quantity(line: OrderLine) -> str:
    """How much of a product, in words: « 240 g », « 2 », « non livré »."""
    if line.is_missing:
        return _("non livré")
    if line.is_weighed and line.quantity:
        weight = said_grams(line.estimated_grams if line.grams is None else line.grams)
        said = {"weight": weight, "price": euros(line.label_price) if line.label_price else ""}
        return _("%(weight)s, étiquette %(price)s") % said if line.label_price else weight
    return str(line.quantity)


@dataclass(frozen=True)
class Amendment:
    """What the edits made of a basket, in memory: `amount` is their effect on the member."""

    basket: Basket
    changed: Sequence[OrderLine]
    details: list[dict[str, Any]]
    amount: Money


def taken_back(amendment: Amendment) -> Money:
    """Its effect on the account of the member: none where the account does not know the basket."""
    return amendment.amount if amendment.basket.is_debited else Money(0)


def amend(
    basket: Basket, edits: Sequence[Edit], *, kind: BasketChange.Kind, by: User, at: datetime, key: str
) -> BasketChange | None:
    """Apply the edits and post the difference to the member. Under the lock of the book. None where nothing changes."""
    amendment = apply(basket, edits)
    if amendment is None:
        return None
    change = record(amendment, kind=kind, by=by, at=at, key=key)
    tell_if_low(basket.membership, -taken_back(amendment), at=at)
    return change


def apply(basket: Basket, edits: Sequence[Edit]) -> Amendment | None:
    """Apply the edits in memory: the basket has its new total and version. None where nothing changes."""
    changed: list[OrderLine] = []
    details: list[dict[str, Any]] = []
    for edit in edits:
        detail = _apply(edit)
        if detail:
            changed.append(edit.line)
            details.append(detail)
    if not changed:
        return None
    amount = Money(sum(detail["amount"] for detail in details))
    basket.version += 1
    basket.total -= amount
    return Amendment(basket, changed, details, amount)


def record(
    amendment: Amendment,
    *,
    kind: BasketChange.Kind,
    by: User,
    at: datetime,
    key: str,
    orders: Account | None = None,
) -> BasketChange:
    """Save the basket with its lines, and post the difference. Under the lock of the book.

    A dearer basket debits the member, a cheaper one credits them; the other side is the account of orders in progress,
    which is fetched unless `orders` gives it.
    """
    basket = amendment.basket
    amount = taken_back(amendment)
    basket.save() if basket.pk else insert([basket])
    _save_lines(basket, amendment.changed)
    change = BasketChange(
        group_id=basket.group_id,
        basket=basket,
        transaction=_post(basket, amount, orders, kind, by, at, key),
        kind=kind,
        version=basket.version,
        amount=amount,
        details=amendment.details,
        by=by,
        at=at,
    )
    insert([change])
    return change


@in_french
def _apply(edit: Edit) -> dict[str, Any] | None:
    """Change the line in memory and say how. None where it was so already."""
    line = edit.line
    before = (_said(edit), line.total, line.grams)
    if edit.price is not None:
        line.price = edit.price
    if edit.quantity is not None:
        put_quantity(line, edit.quantity)
    if edit.grams is not None:
        line.grams, line.label_price = edit.grams, edit.label
    if edit.is_unweighed:
        line.grams, line.label_price = None, None
    if edit.is_missing is not None:
        line.is_missing = edit.is_missing and line.quantity > 0
    line.total = line.priced()
    line.fee = line.fee_of_total()
    if line.pk and before == (_said(edit), line.total, line.grams):
        return None
    return {
        "product": line.product_name,
        "from": before[0] if line.pk else "0",
        "to": _said(edit),
        "amount": (before[1] - line.total).cents,
    }


def _said(edit: Edit) -> str:
    """The quantity as it stands; where the price is what changes, with it: « 2 à 5,40 € »."""
    quantity = said_quantity(edit.line)
    if edit.price is None:
        return quantity
    said = {"quantity": quantity, "price": euros(edit.line.price)}
    return (_("%(quantity)s à %(price)s/kg") if edit.line.is_weighed else _("%(quantity)s à %(price)s")) % said


def _save_lines(basket: Basket, lines: Sequence[OrderLine]) -> None:
    new = [line for line in lines if not line.pk]
    for line in new:
        line.basket = basket
    insert(new)
    known = [line for line in lines if line not in new]
    OrderLine.objects.bulk_update(known, [*TERMS, "quantity", "grams", "label_price", "is_missing", "total", "fee"])


def _post(
    basket: Basket, amount: Money, orders: Account | None, kind: str, by: User, at: datetime, key: str
) -> Transaction | None:
    if not amount:
        return None
    orders = orders or basket.group.account(Kind.ORDERS_IN_PROGRESS)
    lines = between(basket.membership.account, orders, amount)
    return post(basket.group.book, f"basket {kind}", lines, by=by.pk, at=at, key=key)


def between(member: Account, orders: Account, amount: Money) -> list[Line]:
    """A difference that is not nothing: above zero the member is given it back, below zero they owe it."""
    if amount < Money(0):
        return [debit(member, -amount), credit(orders, -amount)]
    return [debit(orders, amount), credit(member, amount)]
