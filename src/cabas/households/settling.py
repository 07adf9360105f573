"""The ways out of a balance, one after the other: paid, given back, given to somebody or to the group, or abandoned.

What is written is the whole balance, as the page showed it: it is looked at again under the lock.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from cabas.groups.models import Membership
from cabas.ledger.acts import once
from cabas.ledger.models import Account, Book
from cabas.money import Money
from cabas.payments.correcting import correct
from cabas.payments.giving import give
from cabas.payments.receiving import record_payment
from cabas.payments.refunding import refund
from cabas.people.models import User
from cabas.ui.formats import euros
from cabas.ui.language import in_french

NOTHING = Money(0)


class Way(StrEnum):
    """How a balance comes to zero."""

    PAYMENT = "paiement"
    ABANDONED = "abandon"
    REFUND = "remboursement"
    TO_MEMBER = "don-membre"
    TO_GROUP = "don-groupe"


OF_A_DEBT = (Way.PAYMENT, Way.ABANDONED)
OF_AN_AVOIR = (Way.REFUND, Way.TO_MEMBER, Way.TO_GROUP)


class BalanceMoved(Exception):
    """Something was written on the account since the page was opened."""

    def __init__(self, balance: Money) -> None:
        self.balance = balance

    def __str__(self) -> str:
        return _("Le solde a changé\u202f: il est de %(balance)s. Rien n’a été enregistré, vérifiez.") % {
            "balance": euros(self.balance)
        }


class NotThisWay(Exception):
    """An avoir is not paid, a debt is not refunded."""

    def __str__(self) -> str:
        return _("Ce solde ne se règle pas ainsi\u202f: choisissez une des façons proposées.")


@dataclass(frozen=True)
class Settlement:
    """What was chosen. `balance` is the one shown; `means`, `receiver`, `reason` where the way asks for them."""

    way: Way
    balance: Money
    means: str = ""
    receiver: Membership | None = None
    reason: str = ""


def ways_of(balance: Money) -> tuple[Way, ...]:
    """Those that bring this balance to zero."""
    return OF_A_DEBT if balance < NOTHING else OF_AN_AVOIR if balance > NOTHING else ()


def settle(membership: Membership, chosen: Settlement, *, key: str, by: User, at: datetime) -> None:
    """Bring the balance to zero; one act, counted once.

    Raises `BalanceMoved`, `NotThisWay`, and what the rule of each way raises: `payments.reasons.ReasonMissing`,
    `payments.giving.GivenToThemselves`, the ledger's `PeriodClosed`, `KeyReused`.
    """

    def perform(_book: Book) -> dict[str, int]:
        balance = Account.objects.get(pk=membership.account_id).balance
        if balance != chosen.balance:
            raise BalanceMoved(balance)
        if chosen.way not in ways_of(balance):
            raise NotThisWay
        _write(membership, chosen, f"{key}:1", by, at)
        return {}

    asked = {"member": membership.pk, "way": str(chosen.way), "balance": chosen.balance.cents, "means": chosen.means}
    asked |= {"receiver": chosen.receiver.pk if chosen.receiver else None, "reason": chosen.reason}
    once(membership.group.book, key=key, kind="settle", asked=asked, by=by.pk, at=at, perform=perform)


@in_french
def _write(membership: Membership, chosen: Settlement, key: str, by: User, at: datetime) -> None:
    amount, reason = abs(chosen.balance), chosen.reason
    match chosen.way:
        case Way.PAYMENT:
            record_payment(membership, chosen.means, amount, key=key, by=by, at=at)
        case Way.ABANDONED:
            correct(membership, amount, why=reason, key=key, by=by, at=at)
        case Way.REFUND:
            refund(membership, chosen.means, amount, why=reason or _("départ du groupe"), key=key, by=by, at=at)
        case Way.TO_MEMBER | Way.TO_GROUP:
            receiver = chosen.receiver if chosen.way == Way.TO_MEMBER else None
            give(membership, receiver, amount, why=reason or _("départ du groupe"), key=key, by=by, at=at)
