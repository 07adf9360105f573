"""Two volunteers may take the money of one basket: it is flagged before validating; one is kept, or all as an avoir.

Several payments of one basket are usual: a cheque, and the rest in cash. It was paid twice where one of them could be
taken away and the basket would still be paid.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cabas.distributions.basket_acts import act_on, current
from cabas.distributions.models import Basket, Receipt
from cabas.distributions.serving import take_back_receipt
from cabas.ledger.models import Book
from cabas.money import Money
from cabas.people.models import User
from cabas.ui.language import in_french


class NoLongerTwice(Exception):
    """Somebody looked at it meanwhile: one payment remains, or another one came."""

    def __str__(self) -> str:
        return _("Les encaissements de ce panier ont changé entre-temps. Rien n’a été enregistré.")


def overpaid(basket: Basket) -> Money:
    """What was received for it, or forgiven, beyond what it costs. Fetched `with_amounts`."""
    cost = basket.total.cents if basket.is_debited else 0
    return Money(max(0, basket.paid.cents + basket.forgiven.cents - cost))


def is_paid_twice(basket: Basket) -> bool:
    """Could one of several payments be taken away, and nobody said that all are kept? Fetched `with_receipts` too."""
    least, over = basket.least_receipt, overpaid(basket)
    return least is not None and basket.paid > least and over >= least and over > basket.kept_amount


@in_french
def keep_one(receipt: Receipt, *, key: str, by: User, at: datetime) -> list[Receipt]:
    """« Garder un seul »: this one stays, the others of its basket are taken back, and given here.

    Raises `NoLongerTwice`, `DistributionValidated`, `payments.receiving.PaidOnline`.
    """
    basket = receipt.basket

    def perform(_book: Book) -> dict[str, Any]:
        others = _others(receipt)
        for other in others:
            why, named = _("encaissé deux fois"), f"{key}:{other.pk}"
            take_back_receipt(other, stays_served=True, why=why, key=named, by=by, at=at)
        return {"taken_back": [other.pk for other in others]}

    done = act_on(basket, "keep one receipt", {"receipt": receipt.pk}, perform, key, by, at)
    return list(Receipt.objects.filter(pk__in=done.result["taken_back"]).select_related("payment").order_by("pk"))


def _others(receipt: Receipt) -> list[Receipt]:
    """Those of the same basket that stand beside it, as they are now. Under the lock."""
    live = list(
        Receipt.objects.live().filter(basket=receipt.basket_id).select_related("payment__transaction").order_by("pk")
    )
    others = [each for each in live if each.pk != receipt.pk]
    if not others or len(others) == len(live):
        raise NoLongerTwice
    return others


def keep_as_avoir(basket: Basket, *, key: str, by: User, at: datetime) -> Money:
    """« Mettre en avoir »: all was received, and what is too much stays on the account. Gives how much.

    Raises `NoLongerTwice`, `DistributionValidated`.
    """

    def perform(_book: Book) -> dict[str, Any]:
        here = current(basket.pk)
        if not (over := overpaid(here)):
            raise NoLongerTwice
        here.kept_amount = over
        here.save(update_fields=["kept_amount"])
        return {"kept": over.cents}

    return Money(act_on(basket, "keep as avoir", {}, perform, key, by, at).result["kept"])
