"""What the card terminal took for a distribution, or on its day, is listed to be compared with the terminal's ticket.

The ticket knows days, not baskets: a payment of that day for another basket, or for an account, stands on it too. What
was taken back in Cabas is listed apart and not counted: the terminal may still count it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cabas.distributions.models import Distribution
from cabas.money import Money
from cabas.payments.means import Means
from cabas.payments.models import Payment
from cabas.ui.formats import day_short


@dataclass(frozen=True)
class CardPayment:
    """`what`: the basket that it paid, or « Sur le compte »."""

    number: int
    at: datetime
    member: str
    what: str
    amount: Money
    by: str
    is_taken_back: bool


@dataclass(frozen=True)
class TerminalList:
    """In the order in which they were recorded; `ticket` is what the terminal says, where somebody typed it."""

    rows: list[CardPayment]
    ticket: Money | None = None

    @property
    def counted(self) -> list[CardPayment]:
        return [row for row in self.rows if not row.is_taken_back]

    @property
    def taken_back(self) -> list[CardPayment]:
        return [row for row in self.rows if row.is_taken_back]

    @property
    def total(self) -> Money:
        return Money.sum(row.amount for row in self.counted)

    @property
    def gap(self) -> Money | None:
        """What the ticket says more, or less, than Cabas."""
        return None if self.ticket is None else self.ticket - self.total

    @property
    def suspects(self) -> list[CardPayment]:
        """The payments that would explain the gap: counted here and not on the ticket, or taken back here only."""
        if not self.gap:
            return []
        rows = self.counted if self.gap < Money(0) else self.taken_back
        return [row for row in rows if row.amount == abs(self.gap)]


def terminal_list(distribution: Distribution, ticket: Money | None = None) -> TerminalList:
    """Three statements for any number of them."""
    return TerminalList([_row(payment, distribution) for payment in _payments(distribution)], ticket)


def _payments(distribution: Distribution) -> "QuerySet[Payment]":
    on_the_ticket = Q(received_on=distribution.day) | Q(receipt__basket__distribution=distribution)
    cards = Payment.objects.filter(on_the_ticket, group=distribution.group_id, means=Means.TERMINAL)
    known = ("transaction__reversed_by", "receipt__basket__distribution", "recorded_by", "membership")
    return cards.select_related(*known).prefetch_related("membership__adults__person").order_by("recorded_at", "pk")


def _row(payment: Payment, distribution: Distribution) -> CardPayment:
    return CardPayment(
        number=payment.transaction.number,
        at=payment.recorded_at,
        member=payment.membership.name,
        what=_what(payment, distribution),
        amount=payment.amount,
        by=payment.recorded_by.first_name if payment.recorded_by else "",
        is_taken_back=payment.transaction.is_reversed,
    )


def _what(payment: Payment, distribution: Distribution) -> str:
    receipt = getattr(payment, "receipt", None)
    if receipt is None:
        return _("Sur le compte")
    if receipt.basket.distribution_id == distribution.pk:
        return _("Panier n° %(number)s") % {"number": receipt.basket.number}
    said = {"number": receipt.basket.number, "day": day_short(receipt.basket.distribution.day)}
    return _("Panier n° %(number)s du %(day)s") % said
