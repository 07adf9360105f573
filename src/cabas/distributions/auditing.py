"""Baskets are proved against their lines and the ledger: what a basket says it costs is what its member was debited.

And the other way round: each entry on a member's account is there for a change of a basket or for a payment.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum, Value
from django.utils.translation import gettext as _

from cabas.distributions import as_announced
from cabas.distributions.auditing_validations import audit_validations
from cabas.distributions.models import Basket, BasketChange, OrderLine, Receipt
from cabas.groups.chart import Kind
from cabas.groups.models import Group
from cabas.ledger.auditing import Fault
from cabas.ledger.models import Account, Act, Entry
from cabas.membership_fees.models import MembershipFee
from cabas.money import Money, MoneyField
from cabas.payments.means import FROM_AFAR
from cabas.payments.models import (
    Correction,
    Gift,
    MergedBalance,
    Movement,
    OpeningBalance,
    Payment,
    Refund,
    ReturnFee,
)
from cabas.ui.formats import euros

NOTHING = Money(0)
FORGIVEN = Q(changes__kind=BasketChange.Kind.FORGIVEN)
DEBITED = Q(changes__amount__lt=NOTHING)
MOVEMENTS: tuple[type[Movement], ...] = (Payment, Refund, Correction, OpeningBalance, Gift, MergedBalance, ReturnFee)
ACTS_WITH_RECEIPTS = ("take payment", *as_announced.KINDS)


def audit_all() -> Iterator[Fault]:
    """Every fault of every group, in set-based statements."""
    for group in Group.objects.select_related("book").order_by("pk").iterator():
        yield from audit_group(group)


def audit_group(group: Group) -> Iterator[Fault]:
    """Every fault of this group's baskets and validations."""
    yield from _baskets_and_lines(group)
    yield from _lines(group)
    yield from _baskets_and_changes(group)
    yield from _forgiven(group)
    yield from _left(group)
    yield from _changes_and_entries(group)
    yield from _entries_without_cause(group)
    yield from _orders_in_progress(group)
    yield from _receipts(group)
    yield from _lost_receipts(group)
    yield from audit_validations(group)


def _fault(group: Group, code: str, basket: Basket, message: str) -> Fault:
    where = _("Groupe %(group)s, distribution n° %(distribution)s, panier n° %(basket)s") % {
        "group": group.slug,
        "distribution": basket.distribution.number,
        "basket": basket.number,
    }
    return Fault(group.book, code, f"{where}\u202f: {message}")


def _baskets_and_lines(group: Group) -> Iterator[Fault]:
    """The total of a basket is the sum of its lines."""
    sums = dict(
        OrderLine.objects.filter(group=group).values("basket").annotate(s=Sum("total")).values_list("basket", "s")
    )
    for basket in Basket.objects.filter(group=group).select_related("distribution").iterator():
        lines = sums.get(basket.pk, NOTHING)
        if basket.total != lines:
            message = _("le total est %(total)s, ses lignes font %(lines)s.")
            yield _fault(group, "basket total", basket, message % {"total": euros(basket.total), "lines": euros(lines)})


def _lines(group: Group) -> Iterator[Fault]:
    """A line costs its price times what was ordered or weighed, in the distribution of its basket."""
    for line in OrderLine.objects.filter(group=group).select_related("basket__distribution").iterator():
        if line.fee != line.fee_of_total():
            message = _("la ligne «\u202f%(product)s\u202f» compte %(fee)s de frais, son taux en donne %(counted)s.")
            said = {"product": line.product_name, "fee": euros(line.fee), "counted": euros(line.fee_of_total())}
            yield _fault(group, "line fee", line.basket, message % said)
        if line.total != line.priced():
            message = _("la ligne «\u202f%(product)s\u202f» est à %(total)s, son prix donne %(priced)s.")
            said = {"product": line.product_name, "total": euros(line.total), "priced": euros(line.priced())}
            yield _fault(group, "line", line.basket, message % said)
        if line.distribution_id != line.basket.distribution_id:
            message = _("la ligne «\u202f%(product)s\u202f» est comptée dans une autre distribution.")
            yield _fault(group, "line", line.basket, message % {"product": line.product_name})


def _baskets_and_changes(group: Group) -> Iterator[Fault]:
    """The total of a basket is what its changes debited, forgiveness apart: that is borne by the group.

    What was committed while payments were off debited nothing.
    """
    unequal = Q(is_debited=True) & ~Q(changed=F("total") * -1) | Q(is_debited=False) & ~Q(changed=NOTHING)
    for basket in _with_sum(group, ~FORGIVEN).filter(unequal):
        message = _("le total est %(total)s, ses opérations font %(billed)s.")
        said = {"total": euros(basket.total), "billed": euros(-basket.changed)}
        yield _fault(group, "basket changes", basket, message % said)


def _forgiven(group: Group) -> Iterator[Fault]:
    """A basket is forgiven whole or not at all, and only to somebody absent."""
    for basket in _with_sum(group, FORGIVEN).exclude(changed=NOTHING):
        said = {"forgiven": euros(basket.changed), "total": euros(basket.total)}
        if basket.changed != basket.total:
            message = _("il est annulé pour %(forgiven)s, il coûte %(total)s.")
            yield _fault(group, "forgiven", basket, message % said)
        if basket.absent_at is None:
            message = _("il est annulé pour %(forgiven)s, et personne n’est dit absent.")
            yield _fault(group, "forgiven", basket, message % said)


def _left(group: Group) -> Iterator[Fault]:
    """No more of a basket was knowingly left than all that it was ever debited."""
    for basket in _with_sum(group, DEBITED).filter(left_amount__gt=F("changed") * -1):
        said = {"left": euros(basket.left_amount), "debited": euros(-basket.changed)}
        yield _fault(group, "left", basket, _("%(left)s en sont laissés dus, il en a été débité %(debited)s.") % said)


def _with_sum(group: Group, changes: Q) -> QuerySet[Any]:
    """The baskets of the group, with what these of their changes make (`changed`)."""
    changed = Sum("changes__amount", filter=changes, default=Value(NOTHING, MoneyField()))
    return Basket.objects.filter(group=group).select_related("distribution").annotate(changed=changed).order_by("pk")


def _changes_and_entries(group: Group) -> Iterator[Fault]:
    """Each change posted its amount, at its moment, on the account of its basket's own member."""
    posted = Entry.objects.filter(
        transaction=OuterRef("transaction"),
        transaction__recorded_at=OuterRef("at"),
        account=OuterRef("basket__membership__account"),
        amount=OuterRef("amount"),
    )
    changes = BasketChange.objects.filter(group=group).exclude(amount=NOTHING, transaction=None)
    for change in changes.filter(~Exists(posted)).select_related("basket__distribution").order_by("pk"):
        message = _("le changement de %(amount)s n’est pas dans le compte du membre.")
        yield _fault(group, "basket entry", change.basket, message % {"amount": euros(change.amount)})


def _entries_without_cause(group: Group) -> Iterator[Fault]:
    """What is on a member's account is a change of a basket of theirs, or a movement of theirs and its taking back."""
    changes = BasketChange.objects.filter(group=group).exclude(transaction=None)
    changed = {*changes.values_list("transaction", "basket__membership__account")}
    moved: set[tuple[int | None, int]] = set()
    for model in MOVEMENTS:
        moved.update(model._default_manager.filter(group=group).values_list("transaction", "membership__account"))
    received = Gift.objects.filter(group=group).exclude(receiver=None)
    moved.update(received.values_list("transaction", "receiver__account"))
    merged = MergedBalance.objects.filter(group=group)
    moved.update(merged.values_list("transaction", "receiver__account"))
    fees = MembershipFee.objects.filter(group=group).exclude(transaction=None)
    moved.update(fees.values_list("transaction", "membership__account"))
    # Put together here, not in a statement: PostgreSQL plans that one by statistics, and took minutes without any.
    entries = Entry.objects.filter(account__book=group.book, account__kind=Kind.MEMBER)
    for entry in entries.select_related("transaction", "account").order_by("pk").iterator():
        here, taken_back = (entry.transaction_id, entry.account_id), (entry.transaction.reverses_id, entry.account_id)
        if here not in changed and here not in moved and taken_back not in moved:
            yield _without_cause(group, entry)


def _without_cause(group: Group, entry: Entry) -> Fault:
    message = _("Groupe %(group)s, opération n° %(number)s\u202f: rien n’explique %(amount)s au compte %(account)s.")
    said = {"amount": euros(entry.amount), "account": entry.account.code}
    number = entry.transaction.number
    return Fault(group.book, "cause", message % {"group": group.slug, "number": number, **said}, number)


def _orders_in_progress(group: Group) -> Iterator[Fault]:
    """The account of orders in progress is the total of the baskets whose distribution is not validated."""
    unvalidated = Basket.objects.filter(group=group, is_debited=True).exclude(
        distribution__in=group.distributions.validated().values("pk")
    )
    total = unvalidated.aggregate(s=Sum("total"))["s"] or NOTHING
    account = Account.objects.get(book=group.book, kind=Kind.ORDERS_IN_PROGRESS)
    if account.balance != total:
        message = _("Groupe %(group)s\u202f: les commandes en cours sont à %(account)s, les paniers font %(total)s.")
        said = {"group": group.slug, "account": euros(account.balance), "total": euros(total)}
        yield Fault(group.book, "orders in progress", message % said)


def _receipts(group: Group) -> Iterator[Fault]:
    """A receipt is a payment of the basket's own member; while one stands, the basket is served, or paid online."""
    receipts = Receipt.objects.filter(group=group).select_related("basket__distribution").order_by("pk")
    for receipt in receipts.exclude(payment__membership=F("basket__membership")):
        yield _fault(group, "receipt", receipt.basket, _("un encaissement est celui d’un autre membre."))
    corrected = receipts.filter(payment__replaces__isnull=False)
    for receipt in corrected.exclude(basket=F("payment__replaces__receipt__basket")):
        yield _fault(group, "receipt", receipt.basket, _("un encaissement corrigé payait un autre panier."))
    taken = receipts.live().exclude(payment__means__in=FROM_AFAR)
    for receipt in taken.filter(basket__served_at=None).select_related("payment"):
        message = _("%(amount)s sont encaissés, et il n’est pas dit remis.")
        yield _fault(group, "receipt", receipt.basket, message % {"amount": euros(receipt.payment.amount)})


def _lost_receipts(group: Group) -> Iterator[Fault]:
    """What was received for a basket still says for which."""
    without = Payment.objects.filter(group=group, receipt=None).order_by("pk")
    without = without.select_related("transaction", "replaces__receipt")
    acts = Act.objects.filter(book=group.book, kind__in=ACTS_WITH_RECEIPTS)
    keys = set(acts.values_list("key", flat=True))
    for payment in without:
        is_of_basket = payment.replaces is not None and hasattr(payment.replaces, "receipt")
        if is_of_basket or payment.transaction.key.partition(":")[0] in keys:
            message = _(
                "Groupe %(group)s, opération n° %(number)s\u202f: le panier que payaient %(amount)s n’est plus dit."
            )
            said = {"group": group.slug, "number": payment.transaction.number, "amount": euros(payment.amount)}
            yield Fault(group.book, "receipt", message % said, payment.transaction.number)
