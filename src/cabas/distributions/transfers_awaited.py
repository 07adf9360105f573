"""A transfer is awaited from when its member was told of it until nothing of it is due any more, or it is given up.

For a basket this is read from what is due of it, whatever brought the money; a transfer to the account is a row of its
own. Who looks for one finds it by its reference, by the amount that was told or that is due, or by the name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from cabas.clock import local_date
from cabas.distributions.dues import due
from cabas.distributions.models import Basket, Validation
from cabas.distributions.transfers_told import reference_of
from cabas.groups.models import Group, Membership
from cabas.money import AmountUnreadable, Money, parse_amount
from cabas.payments.means import Means
from cabas.payments.models import AnnouncedTransfer
from cabas.payments.transfer_references import TransferReference, references_typed
from cabas.ui.formats import day_short

NOTHING = Money(0)


@dataclass(frozen=True)
class AwaitedTransfer:
    """`told`: what the member was told to send. `due`: what it would settle now; the same for the account.

    `is_late`: its distribution is validated, the money was left owed.
    """

    membership: Membership
    reference: TransferReference
    what: str
    told: Money
    due: Money
    told_at: datetime
    is_late: bool = False

    @property
    def told_on(self) -> date:
        return local_date(self.told_at)

    @property
    def differs(self) -> bool:
        return self.told != self.due and bool(self.told)


@dataclass(frozen=True)
class Found:
    """What a typed text leads to: transfers that are awaited, and members of whom none is.

    `amount` is what the text says was received, where it says one.
    """

    transfers: list[AwaitedTransfer]
    members: list[tuple[Membership, TransferReference]]
    amount: Money | None = None


def transfers_awaited(group: Group) -> list[AwaitedTransfer]:
    """Those of the group, the oldest first. Six statements for any number of them."""
    found = [*_of_baskets(group), *_to_accounts(group)]
    return sorted(found, key=lambda one: (one.told_at, one.reference.member))


def may_be_awaited(group: Any) -> "QuerySet[Basket]":
    """The baskets (of a group, or of each one) of which a transfer may be awaited: it is, where something is due."""
    validated = Exists(Validation.objects.live().filter(distribution=OuterRef("distribution")))
    baskets = Basket.objects.filter(group=group, means=Means.TRANSFER, membership__account__balance__lt=NOTHING)
    of_validated: Any = baskets.annotate(is_validated=validated)
    found: QuerySet[Basket] = of_validated.filter(Q(is_validated=False) | Q(left_amount__gt=NOTHING))
    return found


def awaited_for_baskets(group: Group) -> int:
    """Of how many baskets a transfer is awaited. One statement."""
    baskets: Any = may_be_awaited(group)
    return sum(bool(due(basket).due) for basket in baskets.with_amounts())


def find_transfers(group: Group, typed: str) -> Found:
    """By reference where the text holds one, also as a line of the bank; else by amount, else by name or number."""
    awaited = transfers_awaited(group)
    if references := references_typed(typed):
        return _by_reference(group, references, awaited, _amount_in(typed))
    amount = _amount_in(typed)
    if of_amount := [one for one in awaited if amount in (one.told, one.due)]:
        return Found(of_amount, [], amount)
    members = list(group.memberships.matching(typed).with_people().by_name()) if typed.strip() else []
    numbers = {member.pk for member in members}
    transfers = [one for one in awaited if one.membership.pk in numbers]
    others = numbers - {one.membership.pk for one in transfers}
    return Found(transfers, [(one, TransferReference(one.number)) for one in members if one.pk in others], amount)


def _by_reference(
    group: Group, references: list[TransferReference], awaited: list[AwaitedTransfer], amount: Money | None
) -> Found:
    """A reference under which nothing is awaited still says whose the money is."""
    transfers = [one for one in awaited if one.reference in references]
    known = {one.reference for one in transfers}
    missing = {reference.member: reference for reference in references if reference not in known}
    members = group.memberships.filter(number__in=missing).with_people() if missing else ()
    return Found(transfers, [(member, missing[member.number]) for member in members], amount)


def _amount_in(typed: str) -> Money | None:
    """The text as an amount; of a pasted line, its last word that is written as one: with two decimals."""
    try:
        return _above_nothing(parse_amount(typed))
    except AmountUnreadable:
        words = [word.strip("+€") for word in typed.split()]
    for word in reversed(words):
        if word[-3:-2] in (",", ".") and word[-2:].isdecimal():
            try:
                return _above_nothing(parse_amount(word))
            except AmountUnreadable:
                continue
    return None


def _above_nothing(amount: Money) -> Money | None:
    return amount if amount > NOTHING else None


def _of_baskets(group: Group) -> Iterable[AwaitedTransfer]:
    """Of those that are not validated, or were left owed; where the account owes nothing, nothing of them is due."""
    baskets: Any = may_be_awaited(group)
    for basket in baskets.with_amounts().with_people().select_related("distribution"):
        if owed := due(basket).due:
            what = _("Commande du %(day)s") % {"day": day_short(basket.distribution.day)}
            told = basket.told_amount
            yield AwaitedTransfer(
                basket.membership, reference_of(basket), what, told, owed, basket.committed_at, basket.is_validated
            )


def _to_accounts(group: Group) -> Iterable[AwaitedTransfer]:
    rows = AnnouncedTransfer.objects.awaited().filter(group=group).select_related("membership__account")
    for row in rows.prefetch_related("membership__adults__person"):
        reference = TransferReference(row.membership.number)
        yield AwaitedTransfer(row.membership, reference, _("Sur le compte"), row.amount, row.amount, row.announced_at)
