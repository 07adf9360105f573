"""At the stand one tap says how a basket is paid: it is served, the money is received, and the announcement is cleared.

Each act is one act of the ledger: under the lock of the group's book, counted once whatever is repeated, and undone by
a reversal. Nothing is changed once the distribution is validated.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cabas.distributions.basket_acts import act_on, current
from cabas.distributions.dues import due
from cabas.distributions.forgiving import take_back_forgiveness
from cabas.distributions.models import Basket, Receipt
from cabas.distributions.refusals import AlreadySettled, ReceiptStands
from cabas.distributions.taking import Cash, of_given, to_take
from cabas.distributions.weighing import NOTHING_WEIGHED, Weights, post_weights
from cabas.ledger.models import Book
from cabas.money import Money
from cabas.payments.low_cagnotte import tell_if_low
from cabas.payments.means import FROM_AFAR, Means, is_promise
from cabas.payments.reasons import UNDONE_AT_THE_STAND
from cabas.payments.receiving import receive, take_back
from cabas.payments.telling import tell_received
from cabas.people.models import User
from cabas.ui import formats

NOTHING = Money(0)


@dataclass(frozen=True)
class Taken:
    """What was taken for a basket. `is_due_different`: the weights made another amount than the page showed; they are
    saved, nothing was taken, and the new amount is to be shown. `was_served`: it had been handed out before.
    `handed_back`: the change of the cash that was given. Of what was taken without network: `found` is what was
    then due, `was_settled` says that the basket had been paid already."""

    receipt_id: int | None
    amount: Money
    is_due_different: bool = False
    was_served: bool = False
    handed_back: Money = NOTHING
    found: Money | None = None
    was_settled: bool = False


def has_receipt(basket: Basket) -> bool:
    """Was money received for this basket, and not taken back?"""
    return Receipt.objects.live().filter(basket=basket).exists()


def take_payment(
    basket: Basket,
    means: str,
    *,
    weights: Weights = NOTHING_WEIGHED,
    amount: Money | None = None,
    given: Money | None = None,
    covers_debt: bool = False,
    seen: Money | None = None,
    is_besides: bool = False,
    taken_on: date | None = None,
    key: str,
    by: User,
    at: datetime,
) -> Taken:
    """Serve a basket and receive what is due for it, or another `amount`. `seen` is the amount that the page showed.

    `covers_debt`: what was owed before is asked with it. `given`: of this cash what is asked is taken, the rest is
    handed back. `is_besides`: taken knowingly although the basket is settled. `taken_on`: the money was taken on that
    day, without network; it is received as `seen` or `amount` say, whatever the basket has become meanwhile.

    Raises `AlreadySettled`, `DistributionValidated`, `payments.receiving.NothingToReceive`.
    """

    def perform(_book: Book) -> dict[str, Any]:
        here = _present(basket.pk, key, by, at)
        was_served = here.served_at is not None
        post_weights(here, weights, key, by, at)  # first: a heavier weight makes a new due of a settled basket
        was_settled = bool(taken_on) and has_receipt(here) and due(here).is_zero
        if not is_besides and taken_on is None:
            _require_not_settled(here)
        asked = to_take(due(here), covers_debt=covers_debt)
        done: dict[str, Any] = {"was_served": was_served, "was_settled": was_settled, "is_due_different": False}
        if taken_on is None and amount is None and seen is not None and seen != asked:
            return done | {"receipt": None, "amount": asked.cents, "is_due_different": True}
        cash = _in_hand(asked if taken_on is None or seen is None else seen, amount, given)
        here.left_amount = max(Money(0), here.left_amount - cash.taken)  # what was left, less what is now paid of it
        receipt = receive_for(here, means, cash.taken, on=taken_on, key=f"{key}:2", by=by, at=at)
        done |= {"receipt": receipt.pk, "amount": cash.taken.cents, "handed_back": cash.handed_back.cents}
        return done if taken_on is None else done | {"found": asked.cents}

    asked = {"means": means, "is_besides": is_besides, "weights": weights.asked}
    asked |= {"amount": _cents(amount), "seen": _cents(seen)}
    if covers_debt or given is not None:
        asked |= {"covers_debt": covers_debt, "given": _cents(given)}
    return _taken(act_on(basket, "take payment", asked, perform, key, by, at).result)


def _in_hand(shown: Money, amount: Money | None, given: Money | None) -> Cash:
    """What was taken where this amount was shown."""
    if given is not None:
        return of_given(given, shown)
    return Cash(shown if amount is None else amount, NOTHING)


def _cents(amount: Money | None) -> int | None:
    return None if amount is None else amount.cents


def _taken(kept: dict[str, Any]) -> Taken:
    """From what the act kept; those of before say less."""
    return Taken(
        kept["receipt"],
        Money(kept["amount"]),
        kept["is_due_different"],
        kept["was_served"],
        handed_back=Money(kept.get("handed_back", 0)),
        found=Money(kept["found"]) if "found" in kept else None,
        was_settled=kept.get("was_settled", False),
    )


def receive_for(
    basket: Basket, means: str, amount: Money, *, on: date | None = None, key: str, by: User, at: datetime
) -> Receipt:
    """Receive money for a basket, which is served by that. Under the lock. Raises `NothingToReceive`."""
    payment = receive(basket.membership, means, amount, by=by, at=at, on=on, key=key)
    receipt = Receipt.objects.create(group_id=basket.group_id, basket=basket, payment=payment)
    _serve(basket, by, at)
    if means == Means.TRANSFER:  # of the others the member was there
        tell_received([payment], at=at)
    return receipt


def serve(
    basket: Basket, *, weights: Weights = NOTHING_WEIGHED, is_left_owed: bool, key: str, by: User, at: datetime
) -> None:
    """Hand out without taking money: nothing is due, a transfer is awaited, or « Plus tard » (`is_left_owed`)."""

    def perform(_book: Book) -> dict[str, Any]:
        here = _present(basket.pk, key, by, at)
        post_weights(here, weights, key, by, at)
        here.left_amount = due(here).due if is_left_owed else Money(0)
        _serve(here, by, at, keeps_announcement=not is_left_owed and not due(here).is_zero)
        return {}

    asked = {"is_left_owed": is_left_owed, "weights": weights.asked}
    act_on(basket, "serve", asked, perform, key, by, at)


def undo_receipt(receipt: Receipt, *, stays_served: bool = False, key: str, by: User, at: datetime) -> None:
    """Reverse a receipt and un-serve its basket; weights stay, and the announcement stands again.

    `stays_served`: it had been handed out before, and only the money was confirmed.
    Raises `ledger.reversing.AlreadyReversed`, `DistributionValidated`.
    """

    def perform(_book: Book) -> dict[str, Any]:
        take_back_receipt(receipt, stays_served=stays_served, why=UNDONE_AT_THE_STAND, key=key, by=by, at=at)
        return {}

    asked = {"receipt": receipt.pk, "stays_served": stays_served}
    act_on(receipt.basket, "undo receipt", asked, perform, key, by, at)


def take_back_receipt(
    receipt: Receipt,
    *,
    stays_served: bool,
    why: str,
    key: str,
    by: User,
    at: datetime,
    on: date | None = None,
) -> None:
    """The same inside another act, under the lock, with a reason; dated today where `on` is not said."""
    here = current(receipt.basket_id)
    take_back(receipt.payment, by=by, at=at, why=why, key=f"{key}:1", on=on)
    tell_if_low(here.membership, receipt.payment.amount, at=at)
    here.left_amount = Money(0)  # what it had paid is owed again, and nobody left that knowingly
    if has_receipt(here):
        here.save()
    else:
        _unserve(here, stays_served=stays_served)


def undo_serving(basket: Basket, *, key: str, by: User, at: datetime) -> None:
    """The basket was not handed out after all, or its member not absent: what was announced stands again.

    Raises `ReceiptStands`: money received for it is taken back first. What came from afar stays, served or not.
    """

    def perform(_book: Book) -> dict[str, Any]:
        here = _present(basket.pk, key, by, at)
        if Receipt.objects.live().filter(basket=here).exclude(payment__means__in=FROM_AFAR).exists():
            raise ReceiptStands
        _unserve(here)
        return {}

    act_on(basket, "undo serving", {}, perform, key, by, at)


def _present(basket_id: int, key: str, by: User, at: datetime) -> Basket:
    """The basket of somebody who is here: where it was forgiven to an absent member, it is owed again."""
    here = current(basket_id)
    if here.absent_at and here.forgiven:
        take_back_forgiveness(here, key=f"{key}:3", by=by, at=at)
        here = current(basket_id)
    return here


def mark_served(basket: Basket, by: User, at: datetime, *, keeps_announcement: bool = False) -> None:
    """Who served first stays, whatever is received or said afterwards; not saved."""
    if basket.served_at is None:
        basket.served_at, basket.served_by = at, by
    basket.absent_at = None
    basket.is_announced = basket.is_announced and keeps_announcement


def mark_unserved(basket: Basket, *, is_paid_from_afar: bool, stays_served: bool = False) -> None:
    """To serve again, what was announced stands again unless it came from afar; not saved."""
    if not stays_served:
        basket.served_at = basket.served_by = basket.absent_at = None
    basket.left_amount = Money(0)
    basket.is_announced = is_promise(basket.means) and not is_paid_from_afar


def _serve(basket: Basket, by: User, at: datetime, *, keeps_announcement: bool = False) -> None:
    mark_served(basket, by, at, keeps_announcement=keeps_announcement)
    basket.save()


def _unserve(basket: Basket, *, stays_served: bool = False) -> None:
    is_paid_from_afar = basket.means in FROM_AFAR and has_receipt(basket) and due(basket).is_zero
    mark_unserved(basket, is_paid_from_afar=is_paid_from_afar, stays_served=stays_served)
    basket.save()


def _require_not_settled(basket: Basket) -> None:
    last = Receipt.objects.live().filter(basket=basket).select_related("payment__recorded_by").order_by("-pk").first()
    if last is not None and due(basket).is_zero:
        who = last.payment.recorded_by
        raise AlreadySettled(
            basket,
            by=who.full_name if who else "",
            amount=formats.euros(last.payment.amount),
            at=formats.hour(last.payment.recorded_at),
        )
