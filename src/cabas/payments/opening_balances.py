"""« Reprise de solde »: what a member owed, or had, before Cabas is taken over once, dated; undone, it may be again."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from cabas.groups.chart import Kind
from cabas.groups.models import Membership
from cabas.ledger.acts import once
from cabas.ledger.models import Account, Book
from cabas.ledger.posting import Line, credit, debit, post
from cabas.ledger.reversing import reverse
from cabas.money import Money
from cabas.payments.low_cagnotte import tell_if_low
from cabas.payments.models import OpeningBalance
from cabas.payments.reasons import required
from cabas.people.models import User
from cabas.ui.formats import date_field, signed

TAKEN_OVER = "opening balance"
NOTHING = Money(0)


class NothingToTakeOver(Exception):
    """An opening balance of nothing."""

    def __str__(self) -> str:
        return _("Une reprise de solde est d’au moins 0,01 €.")


class TakenOverAlready(Exception):
    """This member's opening balance stands: a second one would count the same money twice."""

    def __init__(self, standing: OpeningBalance) -> None:
        self.standing = standing

    def __str__(self) -> str:
        words = _(
            "Solde déjà repris pour %(name)s\u202f: %(amount)s au %(day)s. Rien n’a été enregistré. Pour en reprendre "
            "un autre, annulez d’abord cette reprise dans le compte."
        )
        standing = self.standing
        said = {"amount": signed(standing.amount), "day": date_field(standing.stood_on)}
        return words % {"name": standing.membership.name, **said}


def take_over(
    membership: Membership, amount: Money, *, on: date | None = None, key: str, by: User, at: datetime
) -> OpeningBalance:
    """Take over what a member had (`amount` above zero) or owed (below); `on`: the day it stood, else today.

    One act, counted once. Raises `NothingToTakeOver`, `TakenOverAlready`, and the ledger's `DatedInTheFuture`,
    `PeriodClosed`, `KeyReused`.
    """
    if not amount:
        raise NothingToTakeOver

    def perform(_book: Book) -> dict[str, Any]:
        if standing := OpeningBalance.objects.filter(membership=membership, undone_at=None).first():
            raise TakenOverAlready(standing)
        done = _write(membership, amount, on, f"{key}:1", by, at)
        tell_if_low(membership, -amount, at=at)
        return {"opening balance": done.pk}

    asked = {"member": membership.pk, "amount": amount.cents, "on": on}
    done = once(membership.group.book, key=key, kind="take over", asked=asked, by=by.pk, at=at, perform=perform)
    return OpeningBalance.objects.get(pk=done.result["opening balance"])


def undo_opening_balance(opening: OpeningBalance, *, why: str, key: str, by: User, at: datetime) -> None:
    """It was not right: another may be taken over. Raises `reasons.ReasonMissing`, `reversing.AlreadyReversed`."""
    reason = required(why)

    def perform(_book: Book) -> dict[str, Any]:
        reverse(opening.transaction, by=by.pk, at=at, why=reason, key=f"{key}:1")
        OpeningBalance.objects.filter(pk=opening.pk).update(undone_at=at)
        tell_if_low(opening.membership, opening.amount, at=at)
        return {}

    asked = {"opening balance": opening.pk, "why": reason}
    once(opening.group.book, key=key, kind="undo opening balance", asked=asked, by=by.pk, at=at, perform=perform)


def lines_of(openings: Account, member: Account, amount: Money) -> list[Line]:
    """What the member had (above zero) or owed stands against the opening balances of the group."""
    debited, credited = (openings, member) if amount > NOTHING else (member, openings)
    return [debit(debited, abs(amount)), credit(credited, abs(amount))]


def _write(membership: Membership, amount: Money, on: date | None, key: str, by: User, at: datetime) -> OpeningBalance:
    group = membership.group
    lines = lines_of(group.account(Kind.OPENING_BALANCES), membership.account, amount)
    transaction = post(group.book, TAKEN_OVER, lines, by=by.pk, at=at, occurred_on=on, key=key)
    return OpeningBalance.objects.create(
        group=group,
        membership=membership,
        transaction=transaction,
        amount=amount,
        stood_on=transaction.occurred_on,
        recorded_at=at,
        recorded_by=by,
    )
