"""The words of a memo can be erased for good; the chain holds its digest, and still proves the rest."""

from django.db.models import QuerySet

from cabas.ledger.models import Transaction


def erase_memos(transactions: QuerySet[Transaction]) -> int:
    """Forget the memos of these transactions and the salts that could have proved them; how many there were."""
    return transactions.exclude(memo="").update(memo="", memo_salt="")
