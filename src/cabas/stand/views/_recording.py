"""An act that a phone sends is done by the same command as its form, once by its key, and answered in words."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from cabas.distributions.models import Basket, Distribution
from cabas.distributions.refusals import (
    AbsenceStands,
    AlreadySettled,
    DistributionValidated,
    MeansNotTaken,
    PassageSold,
    ProductNotOffered,
    ReceiptStands,
)
from cabas.ledger.refusals import LedgerRefusal
from cabas.membership_fees.recording import RecordedAlready
from cabas.membership_fees.undoing import NothingStands
from cabas.money.parsing import AmountUnreadable
from cabas.payments.receiving import NothingToReceive
from cabas.people.models import User
from cabas.stand.renewing import FeeChanged
from cabas.stand.views._commands import COMMANDS, Asked, Done
from cabas.stand.views._sent import SentAct
from cabas.stand.weights_typed import WeightRefused, read_weights


class BasketGone(Exception):
    """Everything was taken out of it, or what the act names is not there."""

    def __str__(self) -> str:
        return _("Ce panier a changé entre-temps\u202f: ce qui était demandé n’y est plus. Rien n’a été enregistré.")


REFUSALS = (
    AbsenceStands,
    AlreadySettled,
    AmountUnreadable,
    BasketGone,
    DistributionValidated,
    FeeChanged,
    LedgerRefusal,
    MeansNotTaken,
    NothingStands,
    NothingToReceive,
    PassageSold,
    ProductNotOffered,
    ReceiptStands,
    RecordedAlready,
    WeightRefused,
)


@dataclass(frozen=True)
class Answer:
    """What the phone is told of one act: `outcome` is done, refused or flagged."""

    key: str
    outcome: str
    words: str
    undo: Mapping[str, Any] | None = None
    refusal: Mapping[str, Any] | None = None

    @property
    def content(self) -> dict[str, Any]:
        return asdict(self)


def record_now(sent: SentAct, distribution: Distribution, *, by: User, at: datetime) -> Answer:
    """What somebody who waits for the answer does: a refusal says why, and changes nothing."""
    asked = None
    try:
        asked = asked_of(sent, basket_of(distribution, sent.number), by, at)
        done = perform(sent.kind, asked)
    except REFUSALS as refusal:
        besides = besides_of(asked) if asked and isinstance(refusal, AlreadySettled) else None
        return _refused(sent, type(refusal).__name__, str(refusal), besides)
    if done.taken and done.taken.is_due_different:
        return _refused(sent, "AmountChanged", done.words, None)
    return Answer(str(sent.key), "done", done.words, undo_of(done))


def perform(kind: str, asked: Asked) -> Done:
    """Raises any of `REFUSALS`."""
    try:
        return COMMANDS[kind](asked)
    except Http404:
        raise BasketGone from None


def basket_of(distribution: Distribution, number: int) -> Basket:
    """Two statements. Raises `BasketGone`."""
    baskets = Basket.objects.filter(distribution=distribution, number=number).with_amounts()
    for basket in baskets.select_related("membership__account").prefetch_related("lines"):
        basket.distribution, basket.group = distribution, distribution.group
        return basket
    raise BasketGone


def asked_of(sent: SentAct, basket: Basket, by: User, at: datetime, *, taken_on: date | None = None) -> Asked:
    typed = read_weights(basket.lines.all(), sent.fields)
    return Asked(basket, sent.fields, typed, str(sent.key), by, at, shown=sent.shown, taken_on=taken_on)


def besides_of(asked: Asked) -> dict[str, Any] | None:
    """The act that takes the money all the same."""
    if not (asked.means and asked.amount_to_take):
        return None
    return {
        "kind": "receipts",
        "fields": {"other_means": asked.means, "amount": str(asked.amount_to_take), "besides": "yes"},
    }


def undo_of(done: Done) -> dict[str, Any] | None:
    return None if done.undo is None else {"kind": done.undo_kind, "fields": dict(done.undo)}


def _refused(sent: SentAct, name: str, sentence: str, besides: dict[str, Any] | None) -> Answer:
    refusal = {"name": name, "sentence": sentence, "besides": besides}
    return Answer(str(sent.key), "refused", sentence, refusal=refusal)
