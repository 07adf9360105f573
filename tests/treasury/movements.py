"""Orders and payments posted on an account as bare entries, for the tests that look at balances and at their age."""

from datetime import timedelta

from cabas.clock import local_date
from cabas.groups.chart import Kind
from cabas.groups.models import Membership
from cabas.ledger.models import Transaction
from cabas.ledger.posting import Posting, credit, debit, post_all
from cabas.money import Money
from tests.cast import TUESDAY


def moved(member: Membership, *movements: tuple[int, str]) -> list[Transaction]:
    """Post (days ago, amount) in this order: « -12.00 » is an order, « 12.00 » a payment."""
    book = member.group.book
    cash, in_progress = member.group.account(Kind.CASH), member.group.account(Kind.ORDERS_IN_PROGRESS)
    postings = []
    for days_ago, euros in movements:
        amount = Money.of(euros)
        if amount < Money(0):
            lines = [debit(member.account, -amount), credit(in_progress, -amount)]
        else:
            lines = [debit(cash, amount), credit(member.account, amount)]
        postings.append(Posting("test", lines, local_date(TUESDAY) - timedelta(days=days_ago)))
    return post_all(book, postings, by=None, at=TUESDAY)
