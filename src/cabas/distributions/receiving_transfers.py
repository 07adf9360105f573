"""A transfer is received by its reference: for the basket that it names while there is one to pay, else on the account.

It counts as it came: what was told, what is due by now, or another sum; the difference stays on the account. Nobody is
served by it, and its member is told by mail.
"""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from cabas.distributions.dues import due
from cabas.distributions.models import Basket
from cabas.distributions.paid_from_afar import credit_basket
from cabas.groups.models import Group, Membership
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.money import Money
from cabas.payments.announcing_transfers import awaited_transfers
from cabas.payments.means import Means
from cabas.payments.models import AnnouncedTransfer, Payment
from cabas.payments.receiving import receive
from cabas.payments.telling import tell_received
from cabas.payments.transfer_references import TransferReference
from cabas.people.models import User
from cabas.ui.formats import day_short, euros


class NobodysReference(Exception):
    """The reference is well formed, but nobody of this group has it."""

    def __init__(self, reference: TransferReference) -> None:
        self.reference = reference

    def __str__(self) -> str:
        return _("Aucun membre de ce groupe n’a la référence %(reference)s\u202f: rien n’a été enregistré.") % {
            "reference": self.reference
        }


class TransferCameAlready(Exception):
    """The same sum under the same reference was recorded, and nothing more is awaited under it."""

    def __init__(self, payment: Payment) -> None:
        self.payment = payment

    def __str__(self) -> str:
        who = self.payment.recorded_by
        return _(
            "%(by)s a déjà enregistré un virement de %(amount)s sous cette référence, reçu le %(day)s. "
            "Rien n’a été enregistré deux fois. Si un second est arrivé, notez-le sur le compte du membre."
        ) % {
            "by": who.full_name if who else _("Quelqu’un"),
            "amount": euros(self.payment.amount),
            "day": day_short(self.payment.received_on),
        }


def receive_transfer(
    group: Group,
    reference: TransferReference,
    amount: Money,
    *,
    on: date | None = None,
    key: str,
    by: User,
    at: datetime,
) -> Payment:
    """One act, counted once. `on`: the day the bank says, today where it is not said.

    Raises `NobodysReference`, `TransferCameAlready`, `payments.receiving.NothingToReceive`, and the ledger's
    `DatedInTheFuture`, `PeriodClosed`, `KeyReused`.
    """

    def perform(_book: Book) -> dict[str, Any]:
        payment = _receive(group, reference, amount, on, f"{key}:1", by, at)
        tell_received([payment], at=at)
        return {"payment": payment.pk}

    asked = {"reference": reference.compact, "amount": amount.cents, "on": on}
    done = once(group.book, key=key, kind="receive transfer", asked=asked, by=by.pk, at=at, perform=perform)
    return Payment.objects.select_related("transaction", "membership").get(pk=done.result["payment"])


def _receive(
    group: Group, reference: TransferReference, amount: Money, on: date | None, key: str, by: User, at: datetime
) -> Payment:
    member = Membership.objects.filter(group=group, number=reference.member).select_related("account").first()
    if member is None:
        raise NobodysReference(reference)
    member.group = group
    basket = _basket(member, reference)
    announced = None if basket else next(iter(awaited_transfers(member)), None)
    if announced is None and (basket is None or due(basket).is_zero):
        _require_new(member, reference, amount)
    said = {"on": on, "reference": str(reference), "key": key, "by": by, "at": at}
    payment = receive(member, Means.TRANSFER, amount, **said)  # type: ignore[arg-type]
    credit_basket(basket, payment)
    if announced:
        AnnouncedTransfer.objects.filter(pk=announced.pk).update(payment=payment)
    return payment


def _basket(member: Membership, reference: TransferReference) -> Basket | None:
    if reference.distribution is None:
        return None
    baskets = Basket.objects.filter(membership=member, distribution__number=reference.distribution)
    return baskets.with_amounts().first()


def _require_new(member: Membership, reference: TransferReference, amount: Money) -> None:
    """Nothing is awaited under it: the same again is a second look at one line of the bank, not a second transfer."""
    same = Payment.objects.live().filter(membership=member, means=Means.TRANSFER, reference=str(reference))
    last = same.filter(amount=amount).select_related("recorded_by").order_by("-pk").first()
    if last is not None:
        raise TransferCameAlready(last)
