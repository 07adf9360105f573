"""A fee is recorded once for a household and a year: a debit, with its payment or not; or no entry, with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cabas.groups.chart import Kind
from cabas.groups.models import Membership
from cabas.ledger.acts import once
from cabas.ledger.inserting import insert
from cabas.ledger.models import Book
from cabas.ledger.posting import Posting, credit, debit, post_all
from cabas.membership_fees.asking import Fee
from cabas.membership_fees.models import MembershipFee
from cabas.money import Money
from cabas.payments.low_cagnotte import tell_all_if_low
from cabas.payments.means import WRITTEN_BY_HAND
from cabas.payments.models import Payment, PaymentSettings
from cabas.payments.receiving_together import Incoming, receive_all
from cabas.payments.telling import tell_received
from cabas.people.models import User

CHARGED = "membership fee"
KIND = "record membership fees"
ON_ACCOUNT, ELSEWHERE, EXEMPTED = MembershipFee.Way
NOTHING = Money(0)


class RecordedAlready(Exception):
    """The fee of this household for this year is recorded: by somebody else meanwhile, mostly."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def __str__(self) -> str:
        said = _("La cotisation de cette période est déjà enregistrée pour %(names)s\u202f: rien n’a été ajouté.")
        return said % {"names": ", ".join(self.names)}


class NobodyChosen(Exception):
    """Nobody's fee was to be recorded."""

    def __str__(self) -> str:
        return _("Personne n’est coché\u202f: cochez au moins un membre.")


class AmountUnexplained(Exception):
    """Another amount than the group's, or nothing, says why."""

    def __str__(self) -> str:
        return _("Ce n’est pas le montant habituel\u202f: dites pourquoi (tarif réduit, solidarité…).")


class NegativeFee(Exception):
    """A fee is asked, or not; it is not given."""

    def __str__(self) -> str:
        return _("Une cotisation ne peut pas être négative\u202f: écrivez 0 si elle est offerte.")


class NotAMeans(Exception):
    """Not a means that people write by hand."""

    def __str__(self) -> str:
        return _("Choisissez un des moyens proposés.")


@dataclass(frozen=True)
class Asked:
    """The fee of one household, fetched `with_people` and with its account: as the group asks it, or else, and why."""

    membership: Membership
    amount: Money
    reason: str = ""


def record_fees(
    fee: Fee,
    asked: Sequence[Asked],
    *,
    means: str = "",
    is_told: bool = True,
    key: str,
    by: User,
    at: datetime,
) -> list[int]:
    """Record these fees of one group for the year of `fee`, in one act, all or none; gives their ids.

    `means`: the money came with them; without it each is to be settled. An amount of zero is an exemption. Where
    payments are off nothing is posted: the fee is noted as paid. `is_told`: who paid is told by mail. As many
    statements for any number. Raises `NobodyChosen`, `AmountUnexplained`, `NegativeFee`, `NotAMeans`,
    `RecordedAlready`, and the ledger's `PeriodClosed`, `KeyReused`.
    """
    _require_sound(fee, asked, means)

    def perform(book: Book) -> dict[str, Any]:
        _require_free(fee, asked)
        has_payments = PaymentSettings.objects.filter(group=fee.settings.group_id, since__isnull=False).exists()
        rows = [_row(fee, one, has_payments=has_payments, by=by, at=at) for one in asked]
        charged = [row for row in rows if row.way == ON_ACCOUNT]
        _post(book, charged, key, by, at)
        _receive(book, charged, means, key, by, at, is_told=is_told)
        insert(rows)
        if not means:
            tell_all_if_low(rows[0].group, [(row.membership, row.amount) for row in charged], at=at)
        return {"fees": [row.pk for row in rows]}

    lines = [[one.membership.pk, one.amount.cents, one.reason.strip()] for one in asked]
    said = {"year": fee.period.year, "means": str(means), "lines": lines}
    book = fee.settings.group.book
    done = once(book, key=key, kind=KIND, asked=said, by=by.pk, at=at, perform=perform)
    ids: list[int] = done.result["fees"]
    return ids


def _require_sound(fee: Fee, asked: Sequence[Asked], means: str) -> None:
    if not asked:
        raise NobodyChosen
    if any(one.amount < NOTHING for one in asked):
        raise NegativeFee
    if any(one.amount != fee.amount and not one.reason.strip() for one in asked):
        raise AmountUnexplained
    if means and means not in WRITTEN_BY_HAND:
        raise NotAMeans


def _require_free(fee: Fee, asked: Sequence[Asked]) -> None:
    """Under the lock of the book: of two people who record the same fee, one finds it there."""
    households = {one.membership.pk: one.membership for one in asked}
    standing = MembershipFee.objects.standing().filter(membership__in=households, year=fee.period.year)
    if taken := [households[member].name for member in standing.values_list("membership", flat=True)]:
        raise RecordedAlready(taken)


def _row(fee: Fee, one: Asked, *, has_payments: bool, by: User, at: datetime) -> MembershipFee:
    on_account = ON_ACCOUNT if has_payments else ELSEWHERE
    return MembershipFee(
        group=fee.settings.group,
        membership=one.membership,
        year=fee.period.year,
        title=fee.title,
        way=on_account if one.amount else EXEMPTED,
        amount=one.amount,
        reason=one.reason.strip(),
        recorded_at=at,
        recorded_by=by,
    )


def _post(book: Book, charged: Sequence[MembershipFee], key: str, by: User, at: datetime) -> None:
    """The title goes with the entries: it is what the account says, as long as the books are kept."""
    if not charged:
        return
    income = charged[0].group.account(Kind.MEMBERSHIP_FEES)
    postings = [
        Posting(
            CHARGED,
            [debit(row.membership.account, row.amount), credit(income, row.amount)],
            memo=row.title,
            key=f"{key}:fee:{number}",
        )
        for number, row in enumerate(charged, start=1)
    ]
    for row, posted in zip(charged, post_all(book, postings, by=by.pk, at=at), strict=True):
        row.transaction = posted


def _receive(
    book: Book, charged: Sequence[MembershipFee], means: str, key: str, by: User, at: datetime, *, is_told: bool
) -> None:
    if not (means and charged):
        return
    incoming = [
        Incoming(row.membership, means, row.amount, f"{key}:paid:{number}", note=row.title)
        for number, row in enumerate(charged, start=1)
    ]
    ids = receive_all(book, incoming, by=by, at=at)
    for row, payment in zip(charged, ids, strict=True):
        row.payment_id = payment
    if is_told:
        tell_received(list(Payment.objects.filter(pk__in=ids).order_by("pk")), at=at)
