"""A validation is proved against its transaction: what left the orders in progress is what each vendor is owed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.utils.translation import gettext as _

from cabas.distributions.models import Basket, OrderLine, Validation
from cabas.groups.chart import STANDING_ACCOUNTS, Kind
from cabas.groups.models import Group
from cabas.ledger.auditing import Fault
from cabas.ledger.models import Entry, Transaction
from cabas.money import Money
from cabas.ui.formats import euros

NOTHING = Money(0)
FEES_CODE = dict(STANDING_ACCOUNTS)[Kind.FEES]
VALIDATED = "distribution validated"

Shares = Mapping[str, Money]  # by the code of an account


@dataclass(frozen=True)
class _Books:
    """What the rest says of the validations: what each transaction moved, what each distribution holds."""

    moved: Mapping[tuple[int, str], Shares]  # by transaction and kind of account
    owed: Mapping[int, Shares]  # to vendors and to the fees of the group, by distribution
    counts: Mapping[int, int]  # of baskets, by distribution


def audit_validations(group: Group) -> Iterator[Fault]:
    """Every fault of this group's validations. Five statements for any number of them."""
    validations = Validation.objects.filter(group=group)
    books = _Books(_moved(validations), _owed(validations.live()), _counts(validations.live()))
    reversals = Transaction.objects.filter(reverses=OuterRef("transaction"))
    annotated: QuerySet[Any] = validations.annotate(is_reversed=Exists(reversals)).select_related("distribution")
    for validation in annotated.order_by("pk"):
        for message in _faults_of(validation, books, is_reversed=validation.is_reversed):
            yield _fault(group, validation, message)
    yield from _nobodys(group)


def _fault(group: Group, validation: Validation, message: str) -> Fault:
    where = _("Groupe %(group)s, validation de la distribution n° %(distribution)s") % {
        "group": group.slug,
        "distribution": validation.distribution.number,
    }
    return Fault(group.book, "validation", f"{where}\u202f: {message}")


def _moved(validations: QuerySet[Validation]) -> Mapping[tuple[int, str], Shares]:
    entries = Entry.objects.filter(transaction__in=validations.values("transaction"))
    moved: dict[tuple[int, str], dict[str, Money]] = defaultdict(dict)
    for transaction, kind, code, amount in entries.values_list(
        "transaction", "account__kind", "account__code", "amount"
    ):
        shares = moved[transaction, kind]
        shares[code] = shares.get(code, NOTHING) + amount
    return moved


def _owed(validations: QuerySet[Validation]) -> Mapping[int, Shares]:
    vendor = "product__catalog__vendor__account__code"
    debited = OrderLine.objects.filter(basket__is_debited=True)
    lines = debited.filter(distribution__in=validations.values("distribution"))
    owed: dict[int, dict[str, Money]] = defaultdict(dict)
    sums = lines.values_list("distribution", vendor).annotate(sum=Sum("total"), fees=Sum("fee"))
    for distribution, code, total, fee in sums:
        shares = owed[distribution]
        for account, share in ((code, total - fee), (FEES_CODE, fee)):
            if share:
                shares[account] = shares.get(account, NOTHING) + share
    return owed


def _counts(validations: QuerySet[Validation]) -> Mapping[int, int]:
    baskets = Basket.objects.filter(distribution__in=validations.values("distribution")).not_empty()
    return dict(baskets.values_list("distribution").annotate(count=Count("pk", distinct=True)))


def _faults_of(validation: Validation, books: _Books, *, is_reversed: bool) -> Iterator[str]:
    yield from _faults_of_transaction(validation, books)
    if validation.undone_at is None:
        yield from _faults_of_live(validation, books)
        if is_reversed:
            yield _("elle tient, et son opération est annulée.")
    elif validation.transaction_id and not is_reversed:
        yield _("elle est défaite, et son opération n’est pas annulée.")


def _faults_of_transaction(validation: Validation, books: _Books) -> Iterator[str]:
    """Its transaction took its total out of the orders in progress; without one, there was nothing to take."""
    said = {"total": euros(validation.total)}
    if validation.transaction_id is None:
        if validation.total:
            yield _("son total est %(total)s, et elle n’a pas d’opération.") % said
        return
    taken = -Money.sum(books.moved.get((validation.transaction_id, Kind.ORDERS_IN_PROGRESS), {}).values())
    if taken != validation.total:
        message = _("son total est %(total)s, son opération retire %(taken)s des commandes en cours.")
        yield message % {**said, "taken": euros(taken)}


def _faults_of_live(validation: Validation, books: _Books) -> Iterator[str]:
    """While it stands, nothing of what it counted has changed."""
    count = books.counts.get(validation.distribution_id, 0)
    if count != validation.basket_count:
        message = _("elle compte %(counted)s panier(s), la distribution en a %(count)s.")
        yield message % {"counted": validation.basket_count, "count": count}
    owed = books.owed.get(validation.distribution_id, {})
    transaction = validation.transaction_id or 0
    credited = {**books.moved.get((transaction, Kind.VENDOR), {}), **books.moved.get((transaction, Kind.FEES), {})}
    for code in sorted(owed.keys() | credited.keys()):
        due, posted = owed.get(code, NOTHING), credited.get(code, NOTHING)
        if due != posted:
            message = _("le compte %(code)s y reçoit %(posted)s, les lignes font %(due)s.")
            yield message % {"code": code, "posted": euros(posted), "due": euros(due)}


def _nobodys(group: Group) -> Iterator[Fault]:
    """Each « distribution validated » is the transaction of a validation."""
    validated = Transaction.objects.filter(book=group.book, kind=VALIDATED)
    known = Validation.objects.filter(transaction=OuterRef("pk"))
    for transaction in validated.filter(~Exists(known)).order_by("number"):
        message = _(
            "Groupe %(group)s, opération n° %(number)s\u202f: elle valide une distribution, mais aucune ne la dit."
        )
        said = {"group": group.slug, "number": transaction.number}
        yield Fault(group.book, "validation", message % said, transaction.number)
