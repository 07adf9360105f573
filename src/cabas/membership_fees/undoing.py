"""A fee that was no fee is undone: debit and payment are reversed together, and the year is free again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cabas.groups.models import Group
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.ledger.reversing import reverse_all
from cabas.membership_fees.models import MembershipFee
from cabas.payments.models import Payment
from cabas.payments.reasons import required
from cabas.payments.receiving_together import take_back_all
from cabas.people.models import User


class NothingStands(Exception):
    """All of these fees are undone already."""

    def __str__(self) -> str:
        return _("Cette cotisation est déjà annulée\u202f: rien n’a changé.")


def undo_fees(group: Group, fees: Sequence[int], *, why: str, key: str, by: User, at: datetime) -> int:
    """Undo those of these fees that stand, each with the money received with it; gives how many.

    One act, counted once, as many statements for any number. Raises `NothingStands`, `reasons.ReasonMissing`.
    """
    reason = required(why)

    def perform(_book: Book) -> dict[str, Any]:
        standing = _standing(group, fees)
        if not standing:
            raise NothingStands
        _reverse(standing, reason, key, by, at)
        MembershipFee.objects.filter(pk__in=[fee.pk for fee in standing]).update(undone_at=at)
        return {"count": len(standing)}

    asked = {"fees": sorted(fees), "why": reason}
    done = once(group.book, key=key, kind="undo membership fees", asked=asked, by=by.pk, at=at, perform=perform)
    return int(done.result["count"])


def _standing(group: Group, fees: Sequence[int]) -> list[MembershipFee]:
    found = MembershipFee.objects.standing().filter(group=group, pk__in=fees)
    return list(found.select_related("transaction", "payment").order_by("pk"))


def _reverse(standing: Sequence[MembershipFee], reason: str, key: str, by: User, at: datetime) -> None:
    paid = _payments_that_count(standing)
    take_back_all(paid, by=by, at=at, why=reason, key=f"{key}:paid")
    charged = [fee for fee in standing if fee.transaction is not None]
    debits = [fee.transaction for fee in charged if fee.transaction is not None]
    reverse_all(debits, by=by.pk, at=at, why=reason, keys=[f"{key}:fee:{fee.pk}" for fee in charged])


def _payments_that_count(standing: Sequence[MembershipFee]) -> list[Payment]:
    """The money of each, as it was put right since; what was taken back, or is another member's by now, stays."""
    ids = {fee.payment_id: fee.membership_id for fee in standing if fee.payment_id}
    live: list[Payment] = []
    while ids:
        payments = Payment.objects.filter(pk__in=ids).select_related("transaction__reversed_by", "replaced_by")
        found = list(payments.order_by("pk"))
        live += [payment for payment in found if not payment.transaction.is_reversed]
        again = ((payment, getattr(payment, "replaced_by", None)) for payment in found)
        ids = {after.pk: ids[payment.pk] for payment, after in again if after is not None}
    return live
