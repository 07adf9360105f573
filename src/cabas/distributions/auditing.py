"""Baskets are proved against their lines and the ledger: what a basket says it costs is what its member was debited."""

from collections.abc import Iterator

from django.db.models import F, Q, Sum, Value
from django.utils.translation import gettext as _

from cabas.distributions.models import Basket, BasketChange, OrderLine, Receipt
from cabas.groups.chart import Kind
from cabas.groups.models import Group
from cabas.ledger.auditing import Fault
from cabas.ledger.models import Account, Entry
from cabas.money import Money, MoneyField
from cabas.ui.formats import euros

NOTHING = Money(0)


def audit_all() -> Iterator[Fault]:
    """Every fault of every group, in set-based statements."""
    for group in Group.objects.select_related("book").order_by("pk").iterator():
        yield from audit_group(group)


def audit_group(group: Group) -> Iterator[Fault]:
    """Every fault of this group's baskets."""
    yield from _baskets_and_lines(group)
    yield from _baskets_and_changes(group)
    yield from _changes_and_entries(group)
    yield from _orders_in_progress(group)
    yield from _receipts(group)


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


def _baskets_and_changes(group: Group) -> Iterator[Fault]:
    """The total of a basket is what its changes debited, forgiveness apart: that is borne by the group."""
    billed = Sum(
        "changes__amount", filter=~Q(changes__kind=BasketChange.Kind.FORGIVEN), default=Value(NOTHING, MoneyField())
    )
    wrong = Basket.objects.filter(group=group).annotate(billed=billed).exclude(billed=-F("total"))
    billed_of = dict(wrong.values_list("pk", "billed"))
    for basket in Basket.objects.filter(pk__in=billed_of).select_related("distribution"):
        message = _("le total est %(total)s, ses opérations font %(billed)s.")
        said = {"total": euros(basket.total), "billed": euros(-billed_of[basket.pk])}
        yield _fault(group, "basket changes", basket, message % said)


def _changes_and_entries(group: Group) -> Iterator[Fault]:
    """Each change posted its amount on the member's account."""
    changes = BasketChange.objects.filter(group=group).exclude(amount=NOTHING)
    posted = dict(
        Entry.objects.filter(transaction__in=changes.values("transaction"), account__kind=Kind.MEMBER).values_list(
            "transaction", "amount"
        )
    )
    for change in changes.select_related("basket__distribution").iterator():
        if change.transaction_id is None or posted.get(change.transaction_id) != change.amount:
            message = _("le changement de %(amount)s n’est pas dans le compte du membre.")
            yield _fault(group, "basket entry", change.basket, message % {"amount": euros(change.amount)})


def _orders_in_progress(group: Group) -> Iterator[Fault]:
    """The account of orders in progress is the total of the baskets whose distribution is not validated."""
    unvalidated = Basket.objects.filter(group=group).exclude(
        distribution__in=group.distributions.validated().values("pk")
    )
    total = unvalidated.aggregate(s=Sum("total"))["s"] or NOTHING
    account = Account.objects.get(book=group.book, kind=Kind.ORDERS_IN_PROGRESS)
    if account.balance != total:
        message = _("Groupe %(group)s\u202f: les commandes en cours sont à %(account)s, les paniers font %(total)s.")
        said = {"group": group.slug, "account": euros(account.balance), "total": euros(total)}
        yield Fault(group.book, "orders in progress", message % said)


def _receipts(group: Group) -> Iterator[Fault]:
    """A basket with a live receipt was served; the receipt is a payment of the same member."""
    foreign = Receipt.objects.filter(group=group).exclude(payment__membership=F("basket__membership"))
    for receipt in foreign.select_related("basket__distribution"):
        yield _fault(group, "receipt", receipt.basket, _("un encaissement est celui d’un autre membre."))
