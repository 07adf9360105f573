"""The basket of somebody who did not come may be forgiven: the group bears what it cost, the vendors stay owed.

What was paid or used of an avoir for it is the member's again. It is taken back when the member comes after all.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from cabas.distributions.models import Basket, BasketChange
from cabas.groups.chart import Kind
from cabas.ledger.models import Transaction
from cabas.ledger.posting import credit, debit, post
from cabas.ledger.reversing import reverse
from cabas.money import Money
from cabas.payments.low_cagnotte import tell_if_low
from cabas.people.models import User
from cabas.ui.language import in_french


def forgive(basket: Basket, *, key: str, by: User, at: datetime) -> Money:
    """Credit the member with what the basket cost. Under the lock; the basket is fetched `with_amounts`."""
    amount = basket.total - basket.forgiven if basket.is_debited else Money(0)
    if amount:
        group = basket.group
        differences, member = group.account(Kind.DIFFERENCES), basket.membership.account
        lines = [debit(differences, amount), credit(member, amount)]
        transaction = post(group.book, "basket forgiven", lines, by=by.pk, at=at, key=key)
        _record(basket, transaction, amount, by, at)
    return amount


@in_french
def take_back_forgiveness(basket: Basket, *, key: str, by: User, at: datetime) -> None:
    """The member owes the basket again. Under the lock; the basket is fetched `with_amounts`."""
    forgiven = BasketChange.objects.filter(
        basket=basket, kind=BasketChange.Kind.FORGIVEN, amount__gt=Money(0), transaction__reversed_by__isnull=True
    )
    for change in forgiven.select_related("transaction"):
        transaction = change.transaction
        if transaction is not None:
            why = _("Le panier n’est plus annulé.")
            reversal = reverse(transaction, by=by.pk, at=at, why=why, key=f"{key}:{change.pk}")
            _record(basket, reversal, -change.amount, by, at)
            tell_if_low(basket.membership, change.amount, at=at)


def _record(basket: Basket, transaction: Transaction, amount: Money, by: User, at: datetime) -> None:
    basket.version += 1
    basket.save(update_fields=["version"])
    BasketChange.objects.create(
        group_id=basket.group_id,
        basket=basket,
        transaction=transaction,
        kind=BasketChange.Kind.FORGIVEN,
        version=basket.version,
        amount=amount,
        details=[],
        by=by,
        at=at,
    )
