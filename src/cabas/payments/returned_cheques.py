"""A cheque that the bank does not pay is owed again, with a fee if the group asks one; its member is told (E24)."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from cabas.groups.chart import Kind
from cabas.groups.models import Membership
from cabas.ledger.acts import once
from cabas.ledger.models import Account, Book
from cabas.ledger.posting import credit, debit, post
from cabas.ledger.reversing import reverse
from cabas.mail.queueing import Letter, queue
from cabas.money import Money
from cabas.payments.low_cagnotte import tell_if_low
from cabas.payments.means import Means
from cabas.payments.models import Payment, ReturnedCheque, ReturnFee
from cabas.payments.reasons import NOT_RETURNED, required
from cabas.people.models import User
from cabas.ui.formats import day_long, day_month, euros
from cabas.ui.language import in_french

CHARGED = "return fee"
NOTHING = Money(0)


class NotACheque(Exception):
    """Only a cheque comes back."""

    def __str__(self) -> str:
        return _("Ce paiement n’est pas un chèque\u202f: s’il n’a pas eu lieu, annulez-le.")


class ReturnedBeforeReceived(Exception):
    """A cheque comes back the day it was received, or later."""

    def __init__(self, received_on: date) -> None:
        self.received_on = received_on

    def __str__(self) -> str:
        said = {"day": day_long(self.received_on)}
        return _("Ce chèque a été reçu le %(day)s\u202f: indiquez ce jour, ou un jour plus tard.") % said


class NegativeFee(Exception):
    """A fee is asked, or none; it is not given."""

    def __str__(self) -> str:
        return _("Les frais ne peuvent pas être négatifs\u202f: laissez la case vide s’il n’y en a pas.")


def require_returnable(payment: Payment, fee: Money, on: date) -> None:
    """Raises `NotACheque`, `ReturnedBeforeReceived`, `NegativeFee`."""
    if payment.means != Means.CHEQUE:
        raise NotACheque
    if on < payment.received_on:
        raise ReturnedBeforeReceived(payment.received_on)
    if fee < NOTHING:
        raise NegativeFee


def write_return(
    payment: Payment, *, fee: Money, reason: str, on: date, key: str, by: User, at: datetime
) -> ReturnedCheque:
    """Say that it came back, charge the fee, tell its member: in the act that took the payment back, under the lock."""
    returned = ReturnedCheque.objects.create(
        group_id=payment.group_id, payment=payment, returned_on=on, reason=reason, recorded_at=at, recorded_by=by
    )
    if fee:
        _charge(returned, fee, key, by, at)
        tell_if_low(payment.membership, fee, at=at)
    member = Membership.objects.select_related("group").with_people().get(pk=payment.membership_id)
    queue([_letter(member, returned, fee)], at=at)
    return returned


def void_return(returned: ReturnedCheque, *, key: str, by: User, at: datetime) -> None:
    """It had not come back: the fee, where it still stands, is given back. Under the lock."""
    for fee in ReturnFee.objects.live().filter(returned=returned).select_related("transaction"):
        reverse(fee.transaction, by=by.pk, at=at, why=NOT_RETURNED, key=key)
    returned.undone_at = at
    returned.save(update_fields=["undone_at"])


def undo_fee(fee: ReturnFee, *, why: str, key: str, by: User, at: datetime) -> None:
    """The member does not bear it after all. Raises `reasons.ReasonMissing`, `ledger.reversing.AlreadyReversed`."""
    reason = required(why)

    def perform(_book: Book) -> dict[str, Any]:
        reverse(fee.transaction, by=by.pk, at=at, why=reason, key=f"{key}:1")
        return {}

    asked = {"fee": fee.pk, "why": reason}
    once(fee.group.book, key=key, kind="undo return fee", asked=asked, by=by.pk, at=at, perform=perform)


def _charge(returned: ReturnedCheque, fee: Money, key: str, by: User, at: datetime) -> None:
    group, member = returned.payment.group, returned.payment.membership
    lines = [debit(member.account, fee), credit(group.account(Kind.RETURN_FEES), fee)]
    transaction = post(group.book, CHARGED, lines, by=by.pk, at=at, occurred_on=returned.returned_on, key=key)
    ReturnFee.objects.create(
        group=group,
        membership=member,
        transaction=transaction,
        returned=returned,
        amount=fee,
        charged_on=transaction.occurred_on,
        recorded_at=at,
        recorded_by=by,
    )


@in_french
def _letter(member: Membership, returned: ReturnedCheque, fee: Money) -> Letter:
    payment = returned.payment
    amount, number = euros(payment.amount), f" n° {payment.reference}" if payment.reference else ""
    subject = _("Votre chèque de %(amount)s a été rejeté par la banque") % {"amount": amount}
    said = {"amount": amount, "number": number, "received": day_month(payment.received_on)}
    text = [
        _("Bonjour,"),
        "",
        _("la banque n’a pas payé votre chèque%(number)s de %(amount)s, reçu le %(received)s.") % said,
        *([_("Motif donné par la banque\u202f: %(reason)s.") % {"reason": returned.reason}] if returned.reason else []),
        *([_("Des frais de %(fee)s s’y ajoutent.") % {"fee": euros(fee)}] if fee else []),
        "",
        _standing(Account.objects.get(pk=member.account_id).balance),
        _("En cas de doute, répondez à ce message\u202f: nous regarderons ensemble."),
    ]
    return Letter(member, "E24", subject, "\n".join(text))


def _standing(balance: Money) -> str:
    if balance < NOTHING:
        owed = {"owed": euros(-balance)}
        return _("Votre compte doit maintenant %(owed)s au groupe. Réglez par le moyen que vous voulez.") % owed
    return _("Rien n’est à régler\u202f: votre avoir couvre cette somme.")
