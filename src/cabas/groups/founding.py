"""A group is founded with its book and its standing accounts."""

from datetime import datetime

from django.db import transaction

from cabas.groups.chart import STANDING_ACCOUNTS
from cabas.groups.models import Group
from cabas.ledger.books import open_accounts, open_book


@transaction.atomic
def found_group(name: str, slug: str, *, at: datetime, is_disposable: bool = False) -> Group:
    """Found a group. `is_disposable` is for a demonstration: its book can be deleted whole, a real one never."""
    book = open_book(is_disposable=is_disposable)
    open_accounts(book, list(STANDING_ACCOUNTS))
    return Group.objects.create(name=name, slug=slug, book=book, founded_at=at)
