"""« Saisie d'après les feuilles »: an evening that was run on paper is keyed in, by the rules of the stand, in one act.

What is dated: the money on the day of the distribution, when it was taken; weights and who keyed it when it was keyed.
A difference between what was written and what is due stays on the account. All or nothing, counted once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cabas.distributions.amending import Edit
from cabas.distributions.amending_together import amend_all
from cabas.distributions.as_announced import unvalidated
from cabas.distributions.closing_cases import baskets_of
from cabas.distributions.dues import due
from cabas.distributions.models import Basket, BasketChange, Distribution, Receipt
from cabas.distributions.refusals import AmountsChanged, NotStarted
from cabas.distributions.serving import mark_served
from cabas.distributions.weighing import NOTHING_WEIGHED, Weights
from cabas.ledger.acts import once
from cabas.ledger.inserting import insert_rows
from cabas.ledger.models import Book
from cabas.money import Money
from cabas.payments.receiving_together import Incoming, receive_all
from cabas.people.models import User

KIND = "key in sheets"
NOTHING = Money(0)
CHANGED = ["served_at", "served_by", "absent_at", "is_announced", "left_amount"]


class Outcome(TextChoices):
    """What the sheet says of a basket."""

    PAID = "paid", gettext_lazy("réglé")
    NOTHING_DUE = "nothing_due", gettext_lazy("servi, rien à régler")
    AWAITED = "awaited", gettext_lazy("virement attendu")
    LATER = "later", gettext_lazy("plus tard")
    ABSENT = "absent", gettext_lazy("absent")


@dataclass(frozen=True)
class Keyed:
    """What the sheet says of one basket; `due` is what the page showed for it with these weights."""

    basket: Basket
    outcome: Outcome
    due: Money
    means: str = ""
    amount: Money = NOTHING
    reference: str = ""
    weights: Weights = NOTHING_WEIGHED

    @property
    def asked(self) -> list[Any]:
        """What an act keeps of it, to know the same set again."""
        said = [self.basket.pk, str(self.outcome), self.due.cents, self.means, self.amount.cents, self.reference]
        return [*said, self.weights.asked]

    @property
    def difference(self) -> Money:
        """Above zero it becomes an avoir, below zero a debt."""
        return self.amount - self.due if self.outcome == Outcome.PAID else NOTHING


class NothingKeyed(Exception):
    """No row says anything."""

    def __str__(self) -> str:
        return _("Rien n’est noté\u202f: dites de chaque panier s’il est servi ou absent.")


class DoneMeanwhile(Exception):
    """Somebody served these baskets, or said them absent, since the page was opened."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self.numbers = numbers

    def __str__(self) -> str:
        numbers = ", ".join(str(number) for number in self.numbers)
        return ngettext(
            "Le panier %(numbers)s a été noté au stand entre-temps\u202f: il n’est pas enregistré deux fois. "
            "Rien n’est enregistré\u202f: vérifiez, puis enregistrez le reste.",
            "Les paniers %(numbers)s ont été notés au stand entre-temps\u202f: ils ne sont pas enregistrés deux fois. "
            "Rien n’est enregistré\u202f: vérifiez, puis enregistrez le reste.",
            len(self.numbers),
        ) % {"numbers": numbers}


def key_in(distribution: Distribution, keyed: Sequence[Keyed], *, key: str, by: User, at: datetime) -> Money:
    """Record what the sheets say of these baskets, each once; gives what was received, together.

    As many statements for one as for hundreds. Raises `NothingKeyed`, `NotStarted`, `DoneMeanwhile`, `AmountsChanged`
    where something else is due by now, `DistributionValidated`, and the ledger's `PeriodClosed`, `KeyReused`.
    """
    if not keyed:
        raise NothingKeyed

    def perform(book: Book) -> dict[str, Any]:
        here = unvalidated(distribution)
        if not here.has_started(at):
            raise NotStarted
        rows = _as_they_are(here, keyed)
        _weigh(book, rows, key, by, at)
        if any(due(basket).due != one.due for basket, one in rows):
            raise AmountsChanged
        receipts = _receive(here, book, rows, key, by, at)
        for basket, one in rows:
            _note(basket, one, by, at)
        Basket.objects.bulk_update([basket for basket, _one in rows], CHANGED)
        return {
            "distribution": here.pk,
            "receipts": receipts,
            "baskets": {str(basket.pk): str(one.outcome) for basket, one in rows},
            "sum": Money.sum(one.amount for _basket, one in rows).cents,
        }

    asked = {"distribution": distribution.pk, "rows": [one.asked for one in keyed]}
    done = once(distribution.group.book, key=key, kind=KIND, asked=asked, by=by.pk, at=at, perform=perform)
    return Money(done.result["sum"])


def _as_they_are(here: Distribution, keyed: Sequence[Keyed]) -> list[tuple[Basket, Keyed]]:
    """Each with its basket as it is under the lock. Raises `DoneMeanwhile`."""
    baskets = {basket.pk: basket for basket in baskets_of(here)}
    gone = [one.basket.number for one in keyed if (now := baskets.get(one.basket.pk)) is None or is_noted(now)]
    if gone:
        raise DoneMeanwhile(gone)
    for basket in baskets.values():
        basket.group = here.group
    return [(baskets[one.basket.pk], one) for one in keyed]


def is_noted(basket: Basket) -> bool:
    """Was it said already whether its member came? Then it is not asked again."""
    return basket.served_at is not None or basket.absent_at is not None


def _weigh(book: Book, rows: Sequence[tuple[Basket, Keyed]], key: str, by: User, at: datetime) -> None:
    edits = [(basket, edits) for basket, one in rows if (edits := _edits(basket, one.weights))]
    amend_all(book, edits, kind=BasketChange.Kind.WEIGHING, by=by, at=at, key=f"{key}:1")


def _edits(basket: Basket, weights: Weights) -> list[Edit]:
    return [
        Edit(line, grams=weights.grams[line.pk], label=weights.labels.get(line.pk))
        for line in basket.current_lines
        if line.pk in weights.grams and line.is_weighed and not line.is_missing
    ]


def _receive(
    here: Distribution, book: Book, rows: Sequence[tuple[Basket, Keyed]], key: str, by: User, at: datetime
) -> list[int]:
    """Gives the ids of the receipts."""
    paid = [(basket, one) for basket, one in rows if one.outcome == Outcome.PAID]
    incoming = [
        Incoming(basket.membership, one.means, one.amount, f"{key}:2:{basket.pk}", one.reference)
        for basket, one in paid
    ]
    payments = receive_all(book, incoming, by=by, at=at, on=here.day)
    rows_ = [(basket.group_id, basket.pk, payment) for (basket, _one), payment in zip(paid, payments, strict=True)]
    return insert_rows(Receipt, ["group_id", "basket_id", "payment_id"], rows_, gives="id")


def _note(basket: Basket, one: Keyed, by: User, at: datetime) -> None:
    """What the stand, or the validation, would say of it; not saved."""
    if one.outcome == Outcome.ABSENT:
        basket.absent_at, basket.is_announced = at, False
    else:
        mark_served(basket, by, at, keeps_announcement=one.outcome == Outcome.AWAITED)
    basket.left_amount = one.due if one.outcome in (Outcome.ABSENT, Outcome.LATER) else NOTHING
