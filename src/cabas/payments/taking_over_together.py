"""The balances of a whole group are taken over in one dated set, all or none, and undone in one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from cabas.groups.chart import Kind
from cabas.groups.models import Group, Membership
from cabas.ledger.acts import once
from cabas.ledger.inserting import columns_of, insert_rows
from cabas.ledger.models import Book, Transaction
from cabas.ledger.posting import Posting, post_all
from cabas.ledger.reversing import reverse_all
from cabas.money import Money
from cabas.payments.low_cagnotte import tell_all_if_low
from cabas.payments.models import OpeningBalance, OpeningSet
from cabas.payments.opening_balances import TAKEN_OVER, NothingToTakeOver, TakenOverAlready, lines_of
from cabas.payments.reasons import required
from cabas.people.models import User
from cabas.ui.formats import datetime_short


@dataclass(frozen=True)
class Brought:
    """What a member had (above zero) or owed (below); the member fetched with its account and `with_people`."""

    membership: Membership
    amount: Money


class SameMemberTwice(Exception):
    """One member was given two balances: which of them is right, nobody knows here."""

    def __init__(self, membership: Membership) -> None:
        self.membership = membership

    def __str__(self) -> str:
        words = _("%(name)s a deux soldes à reprendre. Rien n’a été enregistré\u202f: gardez une des deux lignes.")
        return words % {"name": self.membership.name}


class SetUndoneAlready(Exception):
    """The set was undone before."""

    def __init__(self, opening_set: OpeningSet) -> None:
        self.opening_set = opening_set

    def __str__(self) -> str:
        at = self.opening_set.undone_at
        words = _("Cette reprise de soldes est déjà annulée, le %(moment)s. Rien n’a changé.")
        return words % {"moment": datetime_short(at) if at else ""}


class NothingLeftToUndo(Exception):
    """Each balance of the set was undone on its own."""

    def __str__(self) -> str:
        return _("Chaque solde de cette reprise est déjà annulé, un par un. Rien n’a changé.")


def take_over_all(
    group: Group,
    brought: Sequence[Brought],
    *,
    on: date | None = None,
    source: str = "",
    key: str,
    by: User,
    at: datetime,
) -> OpeningSet:
    """Take over all these balances, that stood on one day; today where none is said. One act, counted once.

    Raises `NothingToTakeOver`, `SameMemberTwice`, `TakenOverAlready`, and the ledger's `DatedInTheFuture`,
    `PeriodClosed`, `KeyReused`: then nothing is written. So many statements, whatever the number of members.
    """
    _require_sound(brought)

    def perform(book: Book) -> dict[str, Any]:
        _require_first(brought)
        openings = group.account(Kind.OPENING_BALANCES)
        postings = [
            Posting(
                TAKEN_OVER,
                lines_of(openings, one.membership.account, one.amount),
                occurred_on=on,
                key=f"{key}:{one.membership.number}",
            )
            for one in brought
        ]
        transactions = post_all(book, postings, by=by.pk, at=at)
        done = _new_set(group, transactions[0].occurred_on, source, by, at)
        _insert(done, brought, transactions)
        tell_all_if_low(group, [(one.membership, -one.amount) for one in brought], at=at)
        return {"opening set": done.pk}

    asked = {"on": on, "source": source, "balances": [(one.membership.pk, one.amount) for one in brought]}
    done = once(group.book, key=key, kind="take over together", asked=asked, by=by.pk, at=at, perform=perform)
    return OpeningSet.objects.get(pk=done.result["opening set"])


def undo_opening_set(opening_set: OpeningSet, *, why: str, key: str, by: User, at: datetime) -> None:
    """The set was not right: what still stands of it is reversed, and each member may be given another balance.

    Raises `reasons.ReasonMissing`, `SetUndoneAlready`, `NothingLeftToUndo`.
    """
    reason, group = required(why), opening_set.group

    def perform(_book: Book) -> dict[str, Any]:
        found = OpeningSet.objects.get(pk=opening_set.pk)
        if found.undone_at:
            raise SetUndoneAlready(found)
        standing = list(openings_of(found).filter(undone_at=None))
        if not standing:
            raise NothingLeftToUndo
        keys = [f"{key}:{opening.pk}" for opening in standing]
        reverse_all([opening.transaction for opening in standing], by=by.pk, at=at, why=reason, keys=keys)
        OpeningBalance.objects.filter(opening_set=found, undone_at=None).update(undone_at=at)
        OpeningSet.objects.filter(pk=found.pk).update(undone_at=at, undone_by=by, undone_reason=reason)
        tell_all_if_low(group, [(opening.membership, opening.amount) for opening in standing], at=at)
        return {}

    asked = {"opening set": opening_set.pk, "why": reason}
    once(group.book, key=key, kind="undo opening set", asked=asked, by=by.pk, at=at, perform=perform)


def openings_of(opening_set: OpeningSet) -> "QuerySet[OpeningBalance]":
    """The balances of the set, each with its transaction and its member, by name. Two statements."""
    openings = OpeningBalance.objects.filter(opening_set=opening_set)
    with_members = openings.select_related("transaction", "membership__account")
    by_name = with_members.order_by("membership__sort_name", "membership__number")
    return by_name.prefetch_related("membership__adults__person")


def _require_sound(brought: Sequence[Brought]) -> None:
    if not brought or any(one.amount.is_zero for one in brought):
        raise NothingToTakeOver
    seen: set[int] = set()
    for one in brought:
        if one.membership.pk in seen:
            raise SameMemberTwice(one.membership)
        seen.add(one.membership.pk)


def _require_first(brought: Sequence[Brought]) -> None:
    """None of these members has an opening balance that stands."""
    members = [one.membership.pk for one in brought]
    standing = OpeningBalance.objects.filter(membership__in=members, undone_at=None).order_by("membership__sort_name")
    for first in standing[:1]:
        raise TakenOverAlready(first)


def _new_set(group: Group, stood_on: date, source: str, by: User, at: datetime) -> OpeningSet:
    last = OpeningSet.objects.filter(group=group).aggregate(last=Max("number"))["last"] or 0
    return OpeningSet.objects.create(
        group=group, number=last + 1, stood_on=stood_on, source=source[:120], recorded_at=at, recorded_by=by
    )


def _insert(done: OpeningSet, brought: Sequence[Brought], transactions: Sequence[Transaction]) -> None:
    """All that differs between them is whose, by which transaction, and how much."""
    pattern = OpeningBalance(
        group_id=done.group_id,
        opening_set=done,
        amount=Money(0),
        stood_on=done.stood_on,
        recorded_at=done.recorded_at,
        recorded_by=done.recorded_by,
    )
    common = columns_of(pattern)
    rows = [
        {**common, "membership_id": one.membership.pk, "transaction_id": posted.pk, "amount": one.amount.cents}
        for one, posted in zip(brought, transactions, strict=True)
    ]
    insert_rows(OpeningBalance, [*rows[0]], [[*row.values()] for row in rows])
