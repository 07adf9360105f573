"""What links one payment to another, or two accounts to one gift, is proved: the same money, counted once."""

from collections.abc import Iterator

from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils.translation import gettext as _

from cabas.groups.models import Group
from cabas.ledger.models import Entry, Transaction
from cabas.money import MoneyField
from cabas.payments.means import Means
from cabas.payments.models import Gift, MergedBalance, Payment, ReturnedCheque
from cabas.ui.formats import euros

Wrong = tuple[Transaction, str]


def linked_wrongly(group: Group) -> Iterator[Wrong]:
    """The transactions of this group that are not what their rows say, each with what is wrong. Four statements."""
    yield from _moved(group)
    yield from _returned(group)
    yield from _gifts_elsewhere(group)
    yield from _merged_elsewhere(group)


def _moved(group: Group) -> Iterator[Wrong]:
    """A payment that was moved is the same money on another account; the first is taken back."""
    same = {name: F(f"moved_from__{name}") for name in ("amount", "received_on", "means", "reference")}
    is_elsewhere = ~Q(membership=F("moved_from__membership"))
    is_taken_back = Q(moved_from__transaction__reversed_by__isnull=False)
    moved = Payment.objects.filter(group=group, moved_from__isnull=False)
    for payment in moved.exclude(is_elsewhere, is_taken_back, **same).select_related("transaction").order_by("pk"):
        message = _("le paiement de %(amount)s n’est pas celui de l’autre compte, ou les deux comptent.")
        yield payment.transaction, message % {"amount": euros(payment.amount)}


def _returned(group: Group) -> Iterator[Wrong]:
    """A cheque that came back is a cheque, taken back that very day."""
    reversal = "payment__transaction__reversed_by"
    is_so = Q(payment__means=Means.CHEQUE) & Q(**{f"{reversal}__occurred_on": F("returned_on")})
    returned = ReturnedCheque.objects.filter(group=group).exclude(is_so, **{f"{reversal}__isnull": False})
    for row in returned.select_related("payment__transaction").order_by("pk"):
        message = _("le chèque rejeté de %(amount)s n’est pas annulé à son jour.")
        yield row.payment.transaction, message % {"amount": euros(row.payment.amount)}


def _gifts_elsewhere(group: Group) -> Iterator[Wrong]:
    """A gift to a member arrived on the account of that very member."""
    arrived = Entry.objects.filter(
        transaction=OuterRef("transaction"), account=OuterRef("receiver__account"), amount=OuterRef("amount")
    )
    gifts = Gift.objects.filter(group=group, receiver__isnull=False).exclude(Exists(arrived))
    numbered = gifts.annotate(number=F("receiver__number"))
    for gift in numbered.select_related("transaction").order_by("pk"):
        message = _("le don de %(amount)s n’est pas sur le compte du membre n° %(number)s.")
        yield gift.transaction, message % {"amount": euros(gift.amount), "number": gift.number}


def _merged_elsewhere(group: Group) -> Iterator[Wrong]:
    """The balance of a household that was entered twice went from its account to the one that stays."""
    opposite = ExpressionWrapper(F("amount") * -1, MoneyField())
    entries = Entry.objects.filter(transaction=OuterRef("transaction"))
    arrived = Exists(entries.filter(account=OuterRef("receiver__account"), amount=OuterRef("amount")))
    went = Exists(entries.filter(account=OuterRef("membership__account"), amount=OuterRef("opposite")))
    merged = MergedBalance.objects.filter(group=group).annotate(opposite=opposite).exclude(arrived & went)
    for row in merged.select_related("transaction", "receiver").order_by("pk"):
        message = _("le solde de %(amount)s n’est pas porté au compte du membre n° %(number)s.")
        yield row.transaction, message % {"amount": euros(row.amount), "number": row.receiver.number}
