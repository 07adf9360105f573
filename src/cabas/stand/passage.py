"""Somebody without an account buys what the evening has and pays at once: one act, or nothing; no debt is possible.

Each sale of an evening is a basket of its own, with its number and its receipt, on « Passage 1 », « Passage 2 »…: these
are made on first use, serve again the next evening, and are at zero after each sale.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from cabas.catalogs.models import Product
from cabas.clock import local_date
from cabas.distributions.amending import Edit, amend, apply, record
from cabas.distributions.as_announced import unvalidated
from cabas.distributions.lines import new_line
from cabas.distributions.models import Basket, BasketChange, Distribution, Receipt
from cabas.distributions.ordering import Order, require_stock
from cabas.distributions.refusals import (
    AmountsChanged,
    BasketOfNothing,
    MeansNotTaken,
    NothingToTakeBack,
    ProductNotOffered,
)
from cabas.distributions.serving import receive_for
from cabas.distributions.shelf import Offer, offers
from cabas.groups.chart import Kind
from cabas.groups.models import Membership
from cabas.ledger.acts import once
from cabas.ledger.books import open_account
from cabas.ledger.models import Book
from cabas.money import Money
from cabas.payments.means import AT_THE_STAND
from cabas.payments.models import PaymentSettings
from cabas.payments.reasons import UNDONE_AT_THE_STAND
from cabas.payments.receiving import take_back
from cabas.people.models import User
from cabas.stand.models import ProductChange

NUMBERS_FROM = 1_000_000  # far above those of households, which stay without gaps


class NotPaidAtOnce(Exception):
    """A passage owes nothing, not even until tomorrow."""

    def __str__(self) -> str:
        return _("Un passage se règle tout de suite, en entier\u202f: choisissez un moyen de paiement.")


class NotWeighed(Exception):
    """What is paid at once is weighed before."""

    def __init__(self, product: str) -> None:
        self.product = product

    def __str__(self) -> str:
        return _("Pesez d’abord «\u202f%(product)s\u202f». Rien n’a été enregistré.") % {"product": self.product}


@dataclass(frozen=True)
class Sale:
    """What somebody takes: pieces or portions by product, the grams of what is weighed, and how they pay `seen`."""

    quantities: Mapping[int, int]
    grams: Mapping[int, int]
    means: str
    seen: Money


@dataclass(frozen=True)
class Sold:
    basket: int
    number: int
    amount: Money


def on_sale(distribution: Distribution) -> list[Offer]:
    """What the evening has, at its prices of the evening; without what was not delivered. Two statements."""
    changes = ProductChange.objects.filter(distribution=distribution, undone_at__isnull=True).order_by("pk")
    missing: set[int] = set()
    prices: dict[int, Money] = {}
    for change in changes:
        if change.kind == ProductChange.Kind.MISSING:
            missing.add(change.product_id)
        else:
            prices[change.product_id] = change.price
    found = [offer for offer in offers(distribution, None) if offer.product.pk not in missing]
    for offer in found:
        offer.product.price = prices.get(offer.product.pk, offer.product.price)
    return found


def sell(distribution: Distribution, sale: Sale, *, key: str, by: User, at: datetime) -> Sold:
    """Hand out and receive in one act. Raises `NotPaidAtOnce`, `MeansNotTaken`, `BasketOfNothing`, `NotWeighed`,
    `ProductNotOffered`, `StockGone`, `AmountsChanged` where it comes to another sum than `seen`, and
    `DistributionValidated`."""

    def perform(book: Book) -> dict[str, Any]:
        here = unvalidated(distribution)
        _require_means(here, sale)
        shelf = {offer.product.pk: offer for offer in on_sale(here)}
        basket = _basket(here, sale, book, at)
        amendment = apply(basket, [_edit(basket, pk, sale, shelf) for pk in sale.quantities])
        require_stock(Order(sale.quantities, 0, sale.means), shelf)
        if amendment is None or not basket.total:
            raise BasketOfNothing
        if basket.total != sale.seen:
            raise AmountsChanged
        basket.ordered_total = basket.total
        record(amendment, kind=BasketChange.Kind.ORDER, by=by, at=at, key=f"{key}:1")
        receive_for(basket, sale.means, basket.total, key=f"{key}:2", by=by, at=at)
        return {"basket": basket.pk, "number": basket.number, "amount": basket.total.cents}

    asked: dict[str, Any] = {"distribution": distribution.pk, "means": sale.means, "seen": sale.seen.cents}
    asked |= {"quantities": _texts(sale.quantities), "grams": _texts(sale.grams)}
    act = once(distribution.group.book, key=key, kind="sell to passage", asked=asked, by=by.pk, at=at, perform=perform)
    return Sold(act.result["basket"], act.result["number"], Money(act.result["amount"]))


def undo_sale(basket: Basket, *, key: str, by: User, at: datetime) -> Money:
    """The money is given back and the basket is empty: it is none any more. Gives what is to be given back.

    Raises `NothingToTakeBack`, `DistributionValidated`.
    """

    def perform(_book: Book) -> dict[str, Any]:
        unvalidated(basket.distribution)
        here = Basket.objects.select_related("membership__account", "group__book").get(pk=basket.pk)
        receipt = Receipt.objects.live().filter(basket=here).select_related("payment__transaction").first()
        if receipt is None:
            raise NothingToTakeBack
        take_back(receipt.payment, by=by, at=at, why=UNDONE_AT_THE_STAND, key=f"{key}:1")
        edits = [Edit(line, quantity=0) for line in here.lines.all()]
        here.served_at = here.served_by = None
        amend(here, edits, kind=BasketChange.Kind.STAND, by=by, at=at, key=f"{key}:2")
        return {"amount": receipt.payment.amount.cents}

    book = basket.distribution.group.book
    act = once(book, key=key, kind="undo sale", asked={"basket": basket.pk}, by=by.pk, at=at, perform=perform)
    return Money(act.result["amount"])


def means_taken(settings: PaymentSettings | None) -> Sequence[str]:
    """By which means a passage can pay: those of the group that happen at the stand."""
    accepted = settings.accepted if settings and settings.is_on else []
    return [str(means) for means in accepted if means in AT_THE_STAND]


def _require_means(here: Distribution, sale: Sale) -> None:
    if not sale.means:
        raise NotPaidAtOnce
    if sale.means not in means_taken(getattr(here.group, "payment_settings", None)):
        raise MeansNotTaken


def _edit(basket: Basket, pk: int, sale: Sale, shelf: Mapping[int, Offer]) -> Edit:
    if pk not in shelf:
        raise ProductNotOffered
    product: Product = shelf[pk].product
    if product.is_weighed and not sale.grams.get(pk):
        raise NotWeighed(product.name)
    return Edit(new_line(basket, product), quantity=sale.quantities[pk], grams=sale.grams.get(pk))


def _basket(here: Distribution, sale: Sale, book: Book, at: datetime) -> Basket:
    """A new one with the next number, of a passage that has none this evening; not saved."""
    last = Basket.objects.filter(distribution=here).aggregate(last=Max("number"))["last"] or 0
    basket = Basket(number=last + 1, total=Money(0), means=sale.means, committed_at=at)
    basket.group, basket.distribution, basket.membership = here.group, here, _passage(here, book, at)
    return basket


def _passage(here: Distribution, book: Book, at: datetime) -> Membership:
    passages = Membership.passages.filter(group=here.group, passage__isnull=False).select_related("account")
    free = passages.exclude(baskets__distribution=here).order_by("passage").first()
    return free or _new_passage(here, book, at)


def _new_passage(here: Distribution, book: Book, at: datetime) -> Membership:
    known = Membership.passages.filter(group=here.group).aggregate(last=Max("passage"))
    number = (known["last"] or 0) + 1
    return Membership.objects.create(
        group=here.group,
        number=NUMBERS_FROM + number,
        passage=number,
        account=open_account(book, Kind.MEMBER, f"411P{number:03d}"),
        joined_on=local_date(at),
        search_name=f"passage {number}",
        sort_name=f"passage {number:03d}",
    )


def _texts(numbers: Mapping[int, int]) -> dict[str, int]:
    return {str(product): number for product, number in sorted(numbers.items())}
