"""Whatever is posted and reversed, in whatever order: sums are zero, balances are their entries, the chain holds."""

from contextlib import suppress

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cabas.ledger.auditing import audit_book
from cabas.ledger.erasing import erase_memos
from cabas.ledger.models import Account, Transaction
from cabas.ledger.posting import Posting, credit, debit, post_all
from cabas.ledger.reversing import AlreadyReversed, ReversalIsFinal, reverse
from cabas.ledger.statements import statement
from cabas.money import Money
from tests.ledger.small_book import AT, KINDS, NADIA, SmallBook, open_small_book

accounts = st.sampled_from(KINDS[:5])
amounts = st.integers(1, 10**7)
transfers = st.tuples(accounts, st.lists(st.tuples(accounts, amounts), min_size=1, max_size=4))
posted_sets = st.tuples(st.just("post"), st.lists(transfers, min_size=1, max_size=3))
reversals = st.tuples(st.just("reverse"), st.integers(0, 30))
erasures = st.tuples(st.just("erase"), st.integers(0, 30))
steps = st.lists(st.one_of(posted_sets, posted_sets, reversals, erasures), min_size=1, max_size=8)


def take(small: SmallBook, step: tuple) -> None:
    act, what = step
    if act == "post":
        post_all(small.book, [posting(small, *transfer) for transfer in what], by=NADIA, at=AT)
        return
    row = Transaction.objects.filter(book=small.book, number=what).first()
    if act == "erase":
        erase_memos(Transaction.objects.filter(book=small.book, number=what))
    elif row is not None:
        with suppress(AlreadyReversed, ReversalIsFinal):
            reverse(row, by=NADIA, at=AT, why="Erreur")


def posting(small: SmallBook, source: str, targets: list[tuple[str, int]]) -> Posting:
    total = Money(sum(cents for _, cents in targets))
    lines = [debit(small.accounts[source], total)]
    lines += [credit(small.accounts[target], Money(cents)) for target, cents in targets]
    return Posting("random", lines, memo=f"De {source}")


def require_sound(small: SmallBook) -> None:
    balances = [account.balance for account in Account.objects.filter(book=small.book)]
    assert Money.sum(balances) == Money.zero
    assert list(audit_book(small.book)) == []
    lines = statement(small.alice, limit=None)
    assert not lines or lines[-1].balance_after == lines[-1].amount


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=steps)
def test_a_random_history_is_sound_after_each_step(db: None, history: list[tuple]) -> None:
    with transaction.atomic():
        small = open_small_book()
        for step in history:
            take(small, step)
            require_sound(small)
        transaction.set_rollback(True)
