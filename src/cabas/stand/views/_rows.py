"""The list of the stand: one row a basket, what is due for it and how it was announced; never a balance."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from cabas.distributions.dues import Due, due
from cabas.distributions.models import Basket, BasketChange, Distribution, Receipt
from cabas.distributions.views._gauge import Gauge
from cabas.distributions.views._means_buttons import said
from cabas.groups.models import Adult
from cabas.money import Money
from cabas.payments.means import ICON_OF, Means
from cabas.people.names import search_form
from cabas.people.phones import digits

PHONE_END = 4
NUMBER_DIGITS_MAX = 6
NOTES = Prefetch(
    "changes", BasketChange.objects.filter(kind=BasketChange.Kind.NOTE).select_related("by"), to_attr="notes"
)
RECEIPTS = Prefetch(
    "receipts",
    Receipt.objects.live().select_related("payment__recorded_by").order_by("pk"),
    to_attr="live_receipts",
)


@dataclass(frozen=True)
class Row:
    """A basket in the list, fetched by `rows_of`."""

    basket: Basket
    due: Due

    @property
    def name(self) -> str:
        return self.basket.membership.name

    @property
    def is_served(self) -> bool:
        return self.basket.served_at is not None

    @property
    def amount(self) -> Money | None:
        """What is to take; once that is nothing, what was taken; None where nothing is paid."""
        if not self.due.is_zero:
            return self.due.due
        return self.basket.paid if self.is_served and self.basket.paid else None

    @property
    def is_about(self) -> bool:
        return self.basket.is_estimated and not self.due.is_zero

    @property
    def to_weigh(self) -> int:
        return sum(line.is_unweighed for line in self.basket.lines.all())

    @property
    def icon(self) -> str:
        return _look(self)[0]

    @property
    def words(self) -> str:
        return _look(self)[1]

    @property
    def phones(self) -> str:
        """The last four digits of each phone of the household."""
        people = self.basket.membership.people
        return " ".join(digits(person.phone)[-PHONE_END:] for person in people if person.phone)

    @property
    def has_note(self) -> bool:
        notes: list[BasketChange] = getattr(self.basket, "notes", [])
        return bool(notes) and bool(max(notes, key=lambda change: change.pk).details[0]["note"])

    def matches(self, text: str) -> bool:
        """Is it the number, the end of the phone, or does every word stand in the names?"""
        if text.isdecimal() and (int(text) == self.basket.number or text in self.phones.split()):
            return True
        words = search_form(text).split()
        return bool(words) and all(word in self.basket.membership.search_name for word in words)


def _look(row: Row) -> tuple[str, str]:
    basket = row.basket
    if basket.absent_at:
        return "user-x", _("absent")
    if row.due.is_zero:
        if basket.paid:
            return "circle-check", _("réglé") if row.is_served else _("déjà réglé")
        if basket.means == Means.CAGNOTTE:
            return ICON_OF[Means.CAGNOTTE], _("cagnotte")
        return "hand-coins", _("avoir utilisé")
    if not row.is_served:
        return (ICON_OF[basket.means], said(basket.means)) if basket.means else ("wallet", _("à régler"))
    if basket.is_announced and basket.means == Means.TRANSFER:
        return "hourglass", _("virement attendu")
    return ("clock", _("plus tard")) if row.due.due <= basket.left_amount else ("hourglass", _("pas réglé"))


def rows_of(distribution: Distribution, numbers: Collection[int] | None = None) -> list[Row]:
    """Every basket that counts, or those of these numbers, by number, with the notes on it. Four statements."""
    baskets = (
        Basket.objects.filter(distribution=distribution)
        .not_empty()
        .with_amounts()
        .select_related("membership__account", "served_by")
        .prefetch_related(Prefetch("membership__adults", Adult.objects.select_related("person")), "lines", NOTES)
        .order_by("number")
    )
    if numbers is not None:
        baskets = baskets.filter(number__in=numbers)
    return [Row(_placed(basket, distribution), due(basket)) for basket in baskets]


def numbers_asked(text: str) -> list[int] | None:
    """« 14,15 »; None where none is asked for."""
    return [int(part) for part in text.split(",") if part.isdecimal() and len(part) <= NUMBER_DIGITS_MAX] or None


def with_receipts(rows: Sequence[Row]) -> None:
    """Fetch what was received for each of them. One statement."""
    prefetch_related_objects([row.basket for row in rows], RECEIPTS)


def _placed(basket: Basket, distribution: Distribution) -> Basket:
    """Known already: no statement is needed to ask for them."""
    basket.distribution, basket.group = distribution, distribution.group
    return basket


def gauge(rows: Sequence[Row], opened: Basket | None) -> Gauge:
    served = sum(row.is_served for row in rows)
    return Gauge(served, int(opened is not None and opened.served_at is None), len(rows))
