"""Counts are proved: each difference of cash is one transaction, of the count that stands, for what it says."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cabas.closing.counting import COUNTED
from cabas.closing.models import Count
from cabas.groups.chart import Kind
from cabas.groups.models import Group
from cabas.ledger.auditing import Fault
from cabas.ledger.models import Entry, Transaction
from cabas.money import Money
from cabas.ui.formats import euros

NOTHING = Money(0)


def audit_all() -> Iterator[Fault]:
    """Every fault of the counts of every group. Three statements a group."""
    for group in Group.objects.select_related("book").order_by("pk").iterator():
        yield from audit_group(group)


def audit_group(group: Group) -> Iterator[Fault]:
    """Every fault of the counts of this group."""
    moved = dict(
        Entry.objects.filter(transaction__book=group.book_id, transaction__kind=COUNTED, account__kind=Kind.CASH)
        .order_by()
        .values_list("transaction", "amount")
    )
    standing: dict[int, int] = {}
    counts = list(Count.objects.filter(group=group).select_related("transaction__reversed_by").order_by("pk"))
    for count in counts:
        standing[count.distribution_id] = count.pk
    for count in counts:
        message = _fault_of(count, moved, stands=standing[count.distribution_id] == count.pk)
        if message:
            yield _fault(group, count.transaction.number if count.transaction else None, message)
    yield from _nobodys(group)


def _fault_of(count: Count, moved: dict[int, Money], *, stands: bool) -> str:
    gap = count.gap or NOTHING
    if count.transaction is None:
        said = _("un écart de caisse de %(gap)s n’a pas d’opération.") % {"gap": euros(gap)}
        return said if gap else ""
    if -moved.get(count.transaction.pk, NOTHING) != gap:
        return _("elle ne porte pas l’écart de caisse de %(gap)s.") % {"gap": euros(gap)}
    if stands == count.transaction.is_reversed:
        return _("l’écart de caisse qui tient est annulé, ou celui qui est remplacé ne l’est pas.")
    return ""


def _nobodys(group: Group) -> Iterator[Fault]:
    """Each posted difference is the one of a count."""
    known = Count.objects.filter(transaction=OuterRef("pk"))
    for posted in Transaction.objects.filter(~Exists(known), book=group.book_id, kind=COUNTED).order_by("number"):
        yield _fault(group, posted.number, _("elle porte un écart de caisse que personne n’a compté."))


def _fault(group: Group, number: int | None, message: str) -> Fault:
    where = _("Groupe %(group)s") % {"group": group.slug}
    if number is not None:
        where = _("%(where)s, opération n° %(number)s") % {"where": where, "number": number}
    return Fault(group.book, "count", f"{where}\u202f: {message}", number)
