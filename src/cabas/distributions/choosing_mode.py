"""A group pays along the orders or from cagnottes; it goes over to cagnottes once no announced basket awaits its money.

Promises may be abandoned then: the debts stay, on the accounts. The way back is free.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import ngettext

from cabas.distributions.dues import due
from cabas.distributions.models import Basket
from cabas.groups.models import Group
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.money import Money
from cabas.payments.means import Means
from cabas.payments.models import Mode, PaymentSettings
from cabas.people.models import User
from cabas.ui.formats import euros


@dataclass(frozen=True)
class Promises:
    """How many baskets still await a payment that was announced, and how much."""

    count: int
    amount: Money


class PromisesOpen(Exception):
    """Announced baskets await their money, and nobody said to abandon these very promises."""

    def __init__(self, promises: Promises) -> None:
        self.promises = promises

    def __str__(self) -> str:
        said = {"number": self.promises.count, "amount": euros(self.promises.amount)}
        return (
            ngettext(
                "%(number)s commande attend encore un paiement au stand ou par virement (%(amount)s).",
                "%(number)s commandes attendent encore un paiement au stand ou par virement (%(amount)s).",
                self.promises.count,
            )
            % said
        )


def open_promises(group: Group) -> Promises:
    """What was announced and is not received, nor left for later. One statement."""
    awaited = [amount for basket in _announced(group) if (amount := due(basket).due)]
    return Promises(len(awaited), Money.sum(awaited))


def choose_mode(
    group: Group, mode: Mode, *, abandons: Promises | None = None, key: str, by: User, at: datetime
) -> None:
    """Go over to the other way to pay; `abandons` are the promises that the page showed, to be abandoned.

    Nothing happens where it is so already. Raises `PromisesOpen`, and `ledger.acts.KeyReused`.
    """

    def perform(_book: Book) -> dict[str, Any]:
        settings = PaymentSettings.objects.get(group=group)  # as they are now, under the lock
        if settings.mode == mode:
            return {}
        if mode == Mode.CAGNOTTE:
            _abandon(group, abandons)
        settings.change_mode()
        settings.save()
        return {}

    asked = {"mode": str(mode), "count": abandons.count if abandons else 0}
    asked["amount"] = abandons.amount.cents if abandons else 0
    once(group.book, key=key, kind="choose mode", asked=asked, by=by.pk, at=at, perform=perform)


def _abandon(group: Group, abandons: Promises | None) -> None:
    """Nothing is posted: the cagnotte paid these baskets when they were debited, and is below zero by what lacks."""
    promises = open_promises(group)
    if promises.count and promises != abandons:
        raise PromisesOpen(promises)
    baskets = [basket.pk for basket in _announced(group)]
    Basket.objects.filter(pk__in=baskets).update(is_announced=False, means=Means.CAGNOTTE, told_amount=Money(0))


def _announced(group: Group) -> list[Basket]:
    return list(Basket.objects.filter(group=group).announced().with_amounts())
