"""A set that was keyed in is undone in one act: its money is reversed, its baskets are to serve again; weights stay.

What was done since stays: a receipt that was taken back, a basket that was paid, or decided otherwise.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cabas.distributions.as_announced import unvalidated
from cabas.distributions.dues import due
from cabas.distributions.models import Basket, Distribution, Receipt
from cabas.distributions.refusals import NothingToTakeBack
from cabas.distributions.serving import mark_unserved
from cabas.ledger.acts import once
from cabas.ledger.models import Act, Book
from cabas.money import Money
from cabas.papers.keying import CHANGED, KIND, Outcome
from cabas.payments.low_cagnotte import tell_all_if_low
from cabas.payments.means import FROM_AFAR
from cabas.payments.receiving_together import take_back_all
from cabas.people.models import User
from cabas.ui.language import in_french

NOTHING = Money(0)
LEFT = (Outcome.ABSENT, Outcome.LATER)


def act_keyed(distribution: Distribution, key: str) -> Act | None:
    """The act of this key, where it keyed baskets of this distribution in."""
    act = Act.objects.filter(book=distribution.group.book_id, key=key, kind=KIND).first()
    return act if act and act.result["distribution"] == distribution.pk else None


@in_french
def take_back_keyed(distribution: Distribution, done: str, *, key: str, by: User, at: datetime) -> Money:
    """Undo the act of this key; gives the sum that is taken back.

    As many statements for one basket as for hundreds. Raises `NothingToTakeBack`, `DistributionValidated`.
    """

    def perform(_book: Book) -> dict[str, Any]:
        here = unvalidated(distribution)
        act = act_keyed(here, done)
        if act is None:
            raise NothingToTakeBack
        receipts = _standing(act)
        why = _("saisie d’après les feuilles annulée")
        take_back_all([receipt.payment for receipt in receipts], by=by, at=at, why=why, key=key)
        baskets = _unchanged(act)
        if not receipts and not baskets:
            raise NothingToTakeBack
        for basket in baskets:
            mark_unserved(basket, is_paid_from_afar=_is_paid_from_afar(basket))
        Basket.objects.bulk_update(baskets, CHANGED)
        taken = [(receipt.basket.membership, receipt.payment.amount) for receipt in receipts]
        tell_all_if_low(here.group, taken, at=at)
        return {"sum": Money.sum(receipt.payment.amount for receipt in receipts).cents}

    asked = {"distribution": distribution.pk, "done": done}
    book = distribution.group.book
    act = once(book, key=key, kind=f"undo {KIND}", asked=asked, by=by.pk, at=at, perform=perform)
    return Money(act.result["sum"])


def _standing(act: Act) -> list[Receipt]:
    live = Receipt.objects.live().filter(pk__in=act.result["receipts"])
    return list(live.select_related("payment__transaction", "basket__membership__account"))


def _unchanged(act: Act) -> list[Basket]:
    """The baskets that are as the act left them, but for its money; whether other money was received beside."""
    others = Receipt.objects.live().filter(basket=OuterRef("pk"))
    at_the_stand = others.exclude(payment__means__in=FROM_AFAR)
    rows = Basket.objects.filter(pk__in=[int(pk) for pk in act.result["baskets"]])
    rows = rows.exclude(Exists(at_the_stand)).annotate(has_receipt=Exists(others)).with_amounts()
    return [basket for basket in rows if _is_as_left(basket, act.result["baskets"], act)]


def _is_as_left(basket: Basket, outcomes: Mapping[str, str], act: Act) -> bool:
    is_left = outcomes[str(basket.pk)] in LEFT
    since = basket.absent_at or basket.served_at
    return since == act.recorded_at and (is_left or not basket.left_amount)


def _is_paid_from_afar(basket: Any) -> bool:
    """`has_receipt` is annotated."""
    return basket.means in FROM_AFAR and basket.has_receipt and due(basket).is_zero
