"""A household leaves with a balance of 0 and no order to hand out; its number and its account are kept for its return.

The balance comes to 0 by a payment, a refund, a gift, or a correction with its reason: so is a debt abandoned. Roles in
the group go, drafts too; a sign-in stays, for other groups.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.clock import local_date
from cabas.distributions.drafts import drop_drafts
from cabas.distributions.models import Basket, Distribution, Draft
from cabas.groups.models import Membership
from cabas.groups.roles import drop_roles
from cabas.ledger.locking import lock
from cabas.money import Money
from cabas.people.models import User
from cabas.ui.formats import day_long, euros

NOTHING = Money(0)


class LeftAlready(Exception):
    """The household has left."""

    def __str__(self) -> str:
        return _("Ce foyer a déjà quitté le groupe.")


class BalanceStands(Exception):
    """Somebody owes something: the household, or the group."""

    def __init__(self, balance: Money) -> None:
        self.balance = balance

    def __str__(self) -> str:
        if self.balance < NOTHING:
            text = _(
                "Ce foyer doit %(amount)s. Enregistrez d’abord son paiement, ou une correction avec son motif\u202f: "
                "on quitte le groupe avec un solde à 0."
            )
        else:
            text = _(
                "Ce foyer a un avoir de %(amount)s. Enregistrez d’abord son remboursement, ou son don à un membre ou "
                "au groupe\u202f: on quitte le groupe avec un solde à 0."
            )
        return text % {"amount": euros(abs(self.balance))}


class OrdersStand(Exception):
    """Something is ordered, or paid, for distributions that are not validated."""

    def __init__(self, distributions: list[Distribution]) -> None:
        self.distributions = distributions

    def __str__(self) -> str:
        days = ", ".join(day_long(distribution.day) for distribution in self.distributions)
        return ngettext(
            "Ce foyer a une commande pour une distribution qui n’est pas validée\u202f: %(days)s. "
            "Retirez-la, ou validez d’abord cette distribution.",
            "Ce foyer a des commandes pour des distributions qui ne sont pas validées\u202f: %(days)s. "
            "Retirez-les, ou validez d’abord ces distributions.",
            len(self.distributions),
        ) % {"days": days}


@dataclass(frozen=True)
class Obstacles:
    """What keeps a household in the group."""

    balance: Money
    distributions: list[Distribution]

    @property
    def is_free(self) -> bool:
        return not self.balance and not self.distributions


def obstacles(membership: Membership) -> Obstacles:
    """What has to be done before this household, fetched with its account, may leave. One statement."""
    ordered = Basket.objects.filter(membership=membership).not_empty().values("distribution")
    waiting = Distribution.objects.filter(pk__in=ordered).unvalidated().order_by("starts_at", "pk")
    return Obstacles(membership.account.balance, list(waiting))


def obstacles_of(memberships: Sequence[Membership]) -> list[Obstacles]:
    """The same of several, of any groups, in their order. Two statements."""
    ordered = Basket.objects.filter(membership__in=[each.pk for each in memberships]).not_empty()
    pairs = set(ordered.values_list("membership", "distribution"))
    waiting = Distribution.objects.filter(pk__in={evening for _member, evening in pairs}).unvalidated()
    evenings = list(waiting.order_by("starts_at", "pk"))
    return [
        Obstacles(each.account.balance, [here for here in evenings if (each.pk, here.pk) in pairs])
        for each in memberships
    ]


@transaction.atomic
def leave(membership: Membership, *, by: User, at: datetime) -> Membership:
    """The household leaves the group, today.

    Raises `LeftAlready`, `BalanceStands`, `OrdersStand`, `HoldsRoles`, `LastAdministrator`.
    """
    lock(membership.group.book_id)  # nobody orders or pays between the check and the leave
    here = Membership.objects.select_related("group", "account").with_people().get(pk=membership.pk)
    if here.left_on:
        raise LeftAlready
    stands = obstacles(here)
    if stands.distributions:
        raise OrdersStand(stands.distributions)
    if stands.balance:
        raise BalanceStands(stands.balance)
    drop_roles(here.group, here.people, by=by, at=at)
    drop_drafts(Draft.objects.filter(membership=here))
    here.left_on = local_date(at)
    here.save(update_fields=["left_on"])
    return here
