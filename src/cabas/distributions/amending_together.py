"""Many baskets are amended in one act, each with a change and a transaction of its own: some ten statements for any."""

from collections.abc import Sequence
from datetime import datetime

from cabas.distributions.amending import TERMS, Amendment, Edit, apply, between, taken_back
from cabas.distributions.models import Basket, BasketChange, OrderLine
from cabas.groups.chart import Kind
from cabas.ledger.inserting import insert
from cabas.ledger.models import Account, Book, Transaction
from cabas.ledger.posting import Posting, post_all
from cabas.payments.low_cagnotte import tell_all_if_low
from cabas.people.models import User

QUANTITY = ["quantity", "grams", "label_price", "is_missing", "total"]

# What a change of this kind writes of a line: each column of hundreds of lines takes its time.
COLUMNS: dict[str, list[str]] = {
    BasketChange.Kind.MISSING: ["is_missing", "total"],
    BasketChange.Kind.PRICE: ["price", "total"],
    BasketChange.Kind.CANCELLED: QUANTITY,
    BasketChange.Kind.SHIFTED: [*TERMS, *QUANTITY],
    BasketChange.Kind.MERGED: [*TERMS, *QUANTITY],
    BasketChange.Kind.RESTORED: QUANTITY,
    BasketChange.Kind.WEIGHING: ["grams", "label_price", "total"],
}


def amend_all(
    book: Book,
    edits: Sequence[tuple[Basket, Sequence[Edit]]],
    *,
    kind: BasketChange.Kind,
    by: User,
    at: datetime,
    key: str,
    tells_low: bool = True,
) -> list[Amendment]:
    """Apply the edits to lines that are saved, and post each basket's difference. Under the lock of the book.

    The baskets, all of one group, are fetched with their account and household; their balances are brought up to date.
    Gives the amendments of those that changed. `tells_low`: not where the act takes with one hand and gives with the
    other.
    """
    amendments = [amended for basket, wanted in edits if (amended := apply(basket, wanted)) is not None]
    if not amendments:
        return []
    posted = _post(book, amendments, kind, by, at, key)
    Basket.objects.bulk_update([each.basket for each in amendments], ["total", "version"])
    lines = [line for each in amendments for line in each.changed]
    fee = ["fee"] if any(line.fee_percent for line in lines) else []
    OrderLine.objects.bulk_update(lines, COLUMNS[kind] + fee)
    insert([_change(each, posted.get(each.basket.pk), kind, by, at) for each in amendments])
    taken = [(each.basket.membership, -taken_back(each)) for each in amendments]
    if tells_low:
        tell_all_if_low(amendments[0].basket.group, taken, at=at)
    return amendments


def _post(
    book: Book, amendments: Sequence[Amendment], kind: str, by: User, at: datetime, key: str
) -> dict[int, Transaction]:
    """The transactions by the id of their basket; none where nothing is to be posted."""
    posting = [each for each in amendments if taken_back(each)]
    if not posting:
        return {}
    orders = Account.objects.get(book=book, kind=Kind.ORDERS_IN_PROGRESS)
    postings = [
        Posting(
            f"basket {kind}",
            between(each.basket.membership.account, orders, taken_back(each)),
            key=f"{key}:{each.basket.pk}",
        )
        for each in posting
    ]
    sealed = post_all(book, postings, by=by.pk, at=at)
    for each in posting:
        each.basket.balance += taken_back(each)
    return {each.basket.pk: row for each, row in zip(posting, sealed, strict=True)}


def _change(each: Amendment, row: Transaction | None, kind: str, by: User, at: datetime) -> BasketChange:
    return BasketChange(
        group_id=each.basket.group_id,
        basket=each.basket,
        transaction=row,
        kind=kind,
        version=each.basket.version,
        amount=taken_back(each),
        details=each.details,
        by=by,
        at=at,
    )
