"""One basket at the stand: its lines with the weights as they are typed, and what is to take for it with these."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cabas.catalogs.models import Product
from cabas.catalogs.pricing import weight_price
from cabas.distributions.drafts import QUANTITY_MAX
from cabas.distributions.dues import Due, due
from cabas.distributions.models import Basket, BasketChange, OrderLine, Receipt
from cabas.distributions.standing import Standing, plain
from cabas.distributions.taking import to_take
from cabas.distributions.views._means_buttons import MeansButton, means_of
from cabas.membership_fees.asking import Fee
from cabas.membership_fees.to_renew import ToRenew
from cabas.money import Money
from cabas.payments.means import Means
from cabas.people.names import search_form
from cabas.stand.renewing import mark_of
from cabas.stand.weights_typed import TypedWeight, confirmation_of, field_of, label_box_of

FOUND_MAX = 12
BANK_NOTES = (5, 10, 20, 50)


@dataclass(frozen=True)
class PanelLine:
    """A line of the basket; `typed` is what stands in its weight field, if something was typed."""

    line: OrderLine
    typed: TypedWeight | None

    @property
    def is_to_weigh(self) -> bool:
        return self.line.is_weighed and not self.line.is_missing

    @property
    def total(self) -> Money:
        return self.typed.total if self.typed else self.line.total

    @property
    def is_about(self) -> bool:
        return self.line.is_unweighed and not (self.typed and self.typed.grams)

    @property
    def field(self) -> str:
        return field_of(self.line)

    @property
    def confirmation(self) -> str:
        return confirmation_of(self.line)

    @property
    def value(self) -> str:
        """What the weight field holds: what was typed, else what was saved."""
        if self.typed:
            return self.typed.text
        if self.line.label_price is not None:
            return f"{self.line.label_price}".replace(".", ",")
        return "" if self.line.grams is None else str(self.line.grams)

    @property
    def is_label(self) -> bool:
        """Is the price on a label what stands in the field?"""
        return self.typed.is_label if self.typed else self.line.label_price is not None

    @property
    def label_box(self) -> str:
        return label_box_of(self.line)

    @property
    def estimate(self) -> Money:
        """What it would cost at the weight that was ordered."""
        return weight_price(self.line.price, self.line.estimated_grams)

    @property
    def more(self) -> int:
        return min(QUANTITY_MAX, self.line.quantity + 1)

    @property
    def fewer(self) -> int:
        return max(0, self.line.quantity - 1)


@dataclass(frozen=True)
class Panel:
    """A basket as its page shows it. `fee`: what the household is asked for the year, if nothing is recorded of it."""

    basket: Basket
    lines: list[PanelLine]
    due: Due
    total: Money
    buttons: list[MeansButton]
    receipts: list[Receipt]
    note: BasketChange | None = None
    fee: Fee | None = None

    @property
    def fee_mark(self) -> str:
        return mark_of(self.fee) if self.fee else ""

    @property
    def with_debt(self) -> Money:
        """What is to take when the old debt is paid with the basket."""
        return to_take(self.due, covers_debt=True)

    @property
    def may_take_debt(self) -> bool:
        """Is what was owed before the basket taken with it, or alone where the basket owes nothing?"""
        return bool(self.due.old_debt and self.buttons and self.basket.served_at is None)

    @property
    def settled(self) -> Money:
        """What of the basket is paid or forgiven."""
        return self.basket.paid + self.basket.forgiven

    @property
    def bank_notes(self) -> tuple[int, ...]:
        """What people hand over, in euros."""
        return BANK_NOTES

    @property
    def takes_cash(self) -> bool:
        return any(button.value == Means.CASH for button in self.buttons)

    @property
    def is_about(self) -> bool:
        return any(line.is_about for line in self.lines) and not self.due.is_zero

    @property
    def credit_used(self) -> Money:
        """What the account paid of it."""
        return max(Money(0), self.total - self.basket.paid - self.basket.forgiven - self.due.due)

    @property
    def is_from_cagnotte(self) -> bool:
        """Did the cagnotte pay it? Then nothing is collected at the stand."""
        return self.basket.means == Means.CAGNOTTE

    @property
    def after(self) -> Standing:
        """Where the account stands with this basket, and without those that come later."""
        return plain(self.due.before - self.total + self.basket.paid + self.basket.forgiven, has_cagnotte=True)

    @property
    def is_changeable(self) -> bool:
        """Not once it is validated; an absence is undone first, a passage is undone as a whole."""
        is_free = self.basket.absent_at is None and not self.basket.membership.passage
        return is_free and not self.basket.distribution.is_validated

    @property
    def explained(self) -> list[tuple[str, Money]]:
        """What of the basket's cost is not to be taken; the last part, what the account paid, follows the weights."""
        return [
            (_("Déjà encaissé"), -self.basket.paid),
            (_("Panier annulé"), -self.basket.forgiven),
            (_("Pris sur la cagnotte") if self.is_from_cagnotte else _("Avoir utilisé"), -self.credit_used),
        ]

    @property
    def is_explained(self) -> bool:
        """Is what is to take not what the basket costs?"""
        return any(amount for _words, amount in self.explained)

    @property
    def first_buttons(self) -> list[MeansButton]:
        """The announced means, full width; all the others where a transfer was announced."""
        return [] if self.awaits_transfer else self.buttons[:1]

    @property
    def other_buttons(self) -> list[MeansButton]:
        return self.buttons if self.awaits_transfer else self.buttons[1:]

    @property
    def awaits_transfer(self) -> bool:
        return self.basket.means == Means.TRANSFER and self.basket.is_announced and not self.due.is_zero

    @property
    def is_as_awaited(self) -> bool:
        """Served, its transfer still to come: nothing more is asked at the stand."""
        return self.basket.served_at is not None and self.awaits_transfer

    @property
    def before(self) -> Standing:
        """The balance before this basket, in the stand's words."""
        standing = plain(self.due.before, has_cagnotte=self.is_from_cagnotte)
        words = {
            "a-jour": _("à jour avant"),
            "doit": _("doit déjà"),
            "avoir": _("avoir avant"),
            "cagnotte": _("cagnotte avant"),
        }
        return standing._replace(label=words[standing.state])


def panel_of(basket: Basket, typed: Mapping[int, TypedWeight], fees: ToRenew | None = None) -> Panel:
    """At most one statement: the receipts, where there are some and they were not fetched with the rows."""
    lines = [PanelLine(line, typed.get(line.pk)) for line in basket.current_lines]
    total = Money.sum(line.total for line in lines)
    return Panel(
        basket=basket,
        lines=lines,
        due=due(basket, total),
        total=total,
        buttons=[MeansButton(means) for means in means_of(basket)],
        receipts=receipts_of(basket) if basket.paid else [],
        note=last_note(basket),
        fee=fees.of(basket.membership_id) if fees else None,
    )


def last_note(basket: Basket) -> BasketChange | None:
    """The note that stands, of those that the rows were fetched with."""
    last = max(getattr(basket, "notes", ()), key=lambda change: change.pk, default=None)
    return last if last and last.details[0]["note"] else None


def receipts_of(basket: Basket) -> list[Receipt]:
    fetched: list[Receipt] | None = getattr(basket, "live_receipts", None)
    return (
        fetched
        if fetched is not None
        else list(Receipt.objects.live().filter(basket=basket).select_related("payment__recorded_by").order_by("pk"))
    )


@dataclass(frozen=True)
class Found:
    """A product that can be added, and how many the basket then holds."""

    product: Product
    quantity: int


def found_products(basket: Basket, text: str) -> list[Found]:
    """The products of this distribution whose name holds each word. One statement, none without a word."""
    words = search_form(text).split()
    products = Product.objects.on_offer().filter(catalog__participations__distribution=basket.distribution_id)
    for word in words:
        products = products.filter(search_name__contains=word)
    held = {line.product_id: line.quantity for line in basket.lines.all() if not line.is_missing}
    found = products.order_by("sort_name")[:FOUND_MAX] if words else []
    return [Found(product, min(QUANTITY_MAX, held.get(product.pk, 0) + 1)) for product in found]
