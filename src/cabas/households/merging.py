"""Two households that are the same people become one: the balance goes to the one that stays, the other is closed.

Nothing posted changes: what is past stays under the number that it had, which points to the other. What is ordered and
not handed out yet goes along (`merging_orders`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cabas.clock import local_date
from cabas.distributions.drafts import drop_drafts
from cabas.distributions.models import Distribution, Draft
from cabas.groups.members import search_name, sort_name
from cabas.groups.models import Adult, Membership
from cabas.groups.roles import drop_roles
from cabas.households.merging_orders import move_orders, orders_of
from cabas.households.second_adult import ADULTS_MAX
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.mail.queueing import Letter, queue
from cabas.money import Money
from cabas.payments.announcing_transfers import give_up_transfers
from cabas.payments.merging_balances import merge_balance
from cabas.people.models import User
from cabas.ui.formats import day_long
from cabas.ui.language import in_french

CHANGED = "E31"


class NotTwoHouseholds(Exception):
    """One household, two groups, or one that left or was merged already."""

    def __str__(self) -> str:
        return _("Ces deux foyers ne peuvent pas être réunis\u202f: l’un a quitté le groupe, ou c’est le même.")


class OrderStands(Exception):
    """The one to be closed has an order that was paid or handed out, and is to be validated."""

    def __init__(self, gone: Membership, distributions: Sequence[Distribution]) -> None:
        self.gone, self.distributions = gone, distributions

    def __str__(self) -> str:
        said = {"number": self.gone.number, "days": ", ".join(day_long(one.day) for one in self.distributions)}
        return (
            _(
                "Le n° %(number)s a une commande déjà payée, pesée ou servie, qui n’est pas validée\u202f: %(days)s. "
                "Gardez plutôt celui-ci, ou validez d’abord cette distribution."
            )
            % said
        )


class PeopleMistaken(Exception):
    """A household has one or two adults, of those who are there."""

    def __str__(self) -> str:
        return _("Choisissez une ou deux personnes\u202f: un foyer en a deux au plus.")


class BalancesMoved(Exception):
    """One of the balances is not the one that the page showed."""

    def __str__(self) -> str:
        return _("Un des soldes a changé depuis l’ouverture de cette page. Rien n’a été fait\u202f: vérifiez.")


@dataclass(frozen=True)
class Merger:
    """What was chosen: who is in the household that stays, by their ids, and both balances as they were shown."""

    people: Collection[int]
    gone_balance: Money
    stays_balance: Money


def merge(gone: Membership, stays: Membership, chosen: Merger, *, key: str, by: User, at: datetime) -> Membership:
    """Close `gone`, whose balance goes to `stays`; one act, counted once. Gives the household that stays.

    Raises `NotTwoHouseholds`, `OrderStands`, `PeopleMistaken`, `BalancesMoved`, `groups.roles.HoldsRoles`,
    `LastAdministrator`, and the ledger's `PeriodClosed`, `KeyReused`.
    """

    def perform(book: Book) -> dict[str, Any]:
        closing, staying = _fresh(gone), _fresh(stays)
        _require_two(closing, staying)
        people = _chosen(closing, staying, chosen.people)
        _require_balances(closing, staying, chosen)
        orders = orders_of(closing, staying)
        if orders.stuck:
            raise OrderStands(closing, orders.stuck)
        drop_roles(closing.group, [one for one in _people(closing, staying) if one not in people], by=by, at=at)
        move_orders(orders, closing, staying, book, key=f"{key}:o", by=by, at=at)
        closing.account.refresh_from_db(fields=["balance"])
        if closing.account.balance:
            merge_balance(closing, staying, closing.account.balance, key=f"{key}:1", by=by, at=at)
        _close(closing, staying, at)
        _seat(closing, staying, people)
        queue([_letter(_fresh(stays), closing.number, has_orders=bool(orders.moving))], at=at)
        return {"membership": staying.pk}

    asked: dict[str, Any] = {"gone": gone.pk, "stays": stays.pk, "people": sorted(chosen.people)}
    asked |= {"balances": [chosen.gone_balance.cents, chosen.stays_balance.cents]}
    once(gone.group.book, key=key, kind="merge", asked=asked, by=by.pk, at=at, perform=perform)
    return _fresh(stays)


def proposed_people(gone: Membership, stays: Membership) -> list[User]:
    """Who would be in the household: those of the one that stays, and whoever of the other has another name."""
    kept: list[User] = stays.people
    names = {one.search_name for one in kept}
    return [*kept, *[one for one in gone.people if one.search_name not in names]][:ADULTS_MAX]


def _fresh(membership: Membership) -> Membership:
    return Membership.objects.select_related("account", "group__book").with_people().get(pk=membership.pk)


def _people(gone: Membership, stays: Membership) -> list[User]:
    return [*stays.people, *gone.people]


def _require_two(gone: Membership, stays: Membership) -> None:
    if gone.pk == stays.pk or gone.group_id != stays.group_id or gone.left_on or stays.left_on:
        raise NotTwoHouseholds


def _require_balances(gone: Membership, stays: Membership, chosen: Merger) -> None:
    if (gone.account.balance, stays.account.balance) != (chosen.gone_balance, chosen.stays_balance):
        raise BalancesMoved


def _chosen(gone: Membership, stays: Membership, ids: Collection[int]) -> list[User]:
    people = [one for one in _people(gone, stays) if one.pk in ids]
    if not people or len(people) > ADULTS_MAX or len(people) != len(set(ids)):
        raise PeopleMistaken
    return people


def _close(gone: Membership, stays: Membership, at: datetime) -> None:
    drop_drafts(Draft.objects.filter(membership=gone))
    give_up_transfers(gone, at=at)
    gone.left_on, gone.merged_into = local_date(at), stays
    gone.save(update_fields=["left_on", "merged_into"])


def _seat(gone: Membership, stays: Membership, people: list[User]) -> None:
    """These are the adults of the one that stays; whoever is left is under the number that is closed."""
    others = [one for one in _people(gone, stays) if one not in people]
    Adult.objects.filter(membership__in=(gone, stays)).delete()
    Adult.objects.bulk_create(
        Adult(group_id=stays.group_id, membership=household, person=person, position=position)
        for household, seated in ((stays, people), (gone, others))
        for position, person in enumerate(seated, 1)
    )
    stays.search_name, stays.sort_name = search_name(people), sort_name(people)
    stays.save(update_fields=["search_name", "sort_name"])


@in_french
def _letter(stays: Membership, number: int, *, has_orders: bool) -> Letter:
    said = {"gone": number, "number": stays.number, "group": stays.group.name}
    words = [
        _("Vous étiez deux fois dans %(group)s\u202f: les n° %(gone)s et %(number)s n’en font plus qu’un.") % said,
        _("Votre compte est celui du n° %(number)s\u202f; le solde de l’autre y a été porté, rien n’est perdu.") % said,
    ]
    if has_orders:
        words.append(
            _(
                "Ce que le n° %(gone)s avait commandé est dans les paniers du n° %(number)s. Si un virement était à "
                "faire, sa référence est maintenant celle de ce panier."
            )
            % said
        )
    words.append(_("Une question\u202f? Répondez à ce message."))
    return Letter(stays, CHANGED, _("Vos deux comptes sont réunis"), "\n\n".join(words))
