"""What each act of the stand does, apart from how it is asked: by a form, or by the record that a phone kept. No HTTP.

A command reads the fields as they were typed, asks its rule once, and gives back what is to be said. What it refuses it
refuses by name, and then nothing was recorded.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cabas.catalogs.models import Product
from cabas.distributions.contents import set_missing, set_quantity
from cabas.distributions.models import Basket, OrderLine
from cabas.distributions.noting import note
from cabas.distributions.refusals import MeansNotTaken, ProductNotOffered
from cabas.distributions.serving import Taken, serve, take_payment, undo_receipt, undo_serving
from cabas.distributions.views._act_key import amount_in_cents
from cabas.distributions.views._means_buttons import means_of, said
from cabas.distributions.weighing import weigh
from cabas.money import Money
from cabas.money.parsing import AmountUnreadable, parse_amount
from cabas.people.models import User
from cabas.stand.passage import undo_sale
from cabas.stand.renewing import charge, charged_by, take_off
from cabas.stand.weights_typed import TypedWeight, WeightRefused, as_saved, forgotten, is_changed, weights_read
from cabas.ui.formats import euros

PK_DIGITS_MAX = 17
MEANS_FIELDS = ("other_means", "give_back", "means_with_debt", "means")


@dataclass(frozen=True)
class Asked:
    """An act on a basket, its fields as they were typed, and what was read in those of the weights.

    `shown`: the amount that a phone computed and showed. `taken_on`: the day on which it was done without network.
    """

    basket: Basket
    fields: Mapping[str, str]
    typed: Mapping[int, TypedWeight]
    key: str
    by: User
    at: datetime
    shown: Money | None = None
    taken_on: date | None = None

    def text(self, name: str) -> str:
        return str(self.fields.get(name, ""))

    @property
    def means(self) -> str:
        """The button that was touched: it says what is to take, and how."""
        return next((sent for name in MEANS_FIELDS if (sent := self.text(name))), "")

    @property
    def other_amount(self) -> Money | None:
        """What was typed as another amount. Raises `money.parsing.AmountUnreadable`."""
        return parse_amount(self.text("amount")) if self.text("other_means") else None

    @property
    def given(self) -> Money | None:
        """The cash that was given, of which the change is handed back. Raises `money.parsing.AmountUnreadable`."""
        return parse_amount(self.text("amount")) if self.text("give_back") else None

    @property
    def covers_debt(self) -> bool:
        """Is what was owed before taken with the basket?"""
        return bool(self.text("means_with_debt") or (self.text("give_back") and not self.text("alone")))

    @property
    def seen(self) -> Money | None:
        """The amount that the screen showed."""
        return self.shown or amount_in_cents(self.text("seen_with_debt" if self.covers_debt else "seen"))

    @property
    def amount_to_take(self) -> Money | None:
        """What was typed, else what the screen showed; None where neither can be read."""
        try:
            return self.other_amount or self.seen
        except AmountUnreadable:
            return None


@dataclass(frozen=True)
class Done:
    """`words` say what was done, empty where nothing was to say. `undo`: the fields that undo it, sent as `undo_kind`.
    `without`: the line of which a typed weight counts no more. `taken`: what was received."""

    words: str = ""
    undo: Mapping[str, str] | None = None
    undo_kind: str = "undoing"
    without: int | None = None
    taken: Taken | None = None


def receipts(asked: Asked) -> Done:
    """Take money and serve the basket: `means` what is due, `means_with_debt` what was owed before with it,
    `other_means` the `amount`; `give_back` is cash, of which what is above what is due (with the debt, unless `alone`)
    is handed back."""
    require_sound(asked)
    amount = asked.other_amount
    if asked.means not in means_of(asked.basket):
        raise MeansNotTaken
    taken = take_payment(
        asked.basket,
        asked.means,
        weights=weights_read(asked.typed),
        amount=amount,
        given=asked.given,
        covers_debt=asked.covers_debt,
        seen=asked.seen,
        is_besides=bool(asked.text("besides")),
        taken_on=asked.taken_on,
        key=asked.key,
        by=asked.by,
        at=asked.at,
    )
    return _received(asked, taken)


def _received(asked: Asked, taken: Taken) -> Done:
    if taken.is_due_different:
        what = _("Le poids change le montant") if is_changed(asked.typed) else _("Le montant a changé")
        words = _("%(what)s\u202f: %(amount)s à encaisser.") % {"what": what, "amount": euros(taken.amount)}
        return Done(words, taken=taken)
    words = f"{said(asked.means)} {euros(taken.amount)}, {_balance_words(_fresh(asked.basket))}"
    if taken.handed_back:
        words = _("%(words)s, rendez %(change)s") % {"words": words, "change": euros(taken.handed_back)}
    return Done(words, {"receipt": str(taken.receipt_id)}, taken=taken)


def servings(asked: Asked) -> Done:
    """Hand out without taking money: `later` leaves what is due, knowingly."""
    require_sound(asked)
    is_later = bool(asked.text("later"))
    weights = weights_read(asked.typed)
    serve(asked.basket, weights=weights, is_left_owed=is_later, key=asked.key, by=asked.by, at=asked.at)
    here = _fresh(asked.basket)
    if is_later and here.is_left_owed:
        words = _("servi, %(balance)s") % {"balance": _balance_words(here)}
    else:
        words = _("servi, virement attendu") if here.is_announced else _("servi, rien à payer")
    return Done(words, {})


def weighings(asked: Asked) -> Done:
    """Leaving the basket posts what was typed; to undo it puts the lines back as they were."""
    require_sound(asked)
    again = forgotten(asked.basket.lines.all(), asked.fields)
    if not is_changed(asked.typed) and not again:
        return Done()
    touched = [line for line in asked.basket.lines.all() if line.pk in asked.typed or line.pk in again]
    weights = replace(weights_read(asked.typed), forgotten=again)
    weigh(asked.basket, weights, key=asked.key, by=asked.by, at=asked.at)
    words = _("poids enregistrés, %(total)s") % {"total": euros(_fresh(asked.basket).total)}
    return Done(words, as_saved(touched), "weighings")


def lines(asked: Asked) -> Done:
    """`quantity` is `<product>:<how many>`: add a product, change how many there are, or remove it."""
    product_id, _colon, quantity = asked.text("quantity").partition(":")
    if not (product_id.isdecimal() and quantity.isdecimal() and len(product_id) < 18 and len(quantity) <= 3):
        raise ProductNotOffered
    product = get_object_or_404(Product, pk=int(product_id), group=asked.basket.group)
    set_quantity(asked.basket, product, int(quantity), key=asked.key, by=asked.by, at=asked.at)
    line = _line(asked, lambda line: line.product_id == product.pk)
    before = line.quantity if line else 0
    said = {"product": product.name, "before": before, "after": int(quantity)}
    words = _("%(product)s\u202f: %(before)s → %(after)s") % said
    return Done(words, {"quantity": f"{product.pk}:{before}"}, "lines", without=line.pk if line else None)


def missing(asked: Asked) -> Done:
    """A `line` was not delivered; `here` names one that is there after all."""
    sent = asked.text("line") or asked.text("here")
    line = _line(asked, lambda line: str(line.pk) == sent)
    if line is None:
        raise ProductNotOffered
    is_missing = bool(asked.text("line"))
    set_missing(asked.basket, line.pk, is_missing, key=asked.key, by=asked.by, at=asked.at)
    words = _("%(product)s non livré") if is_missing else _("%(product)s livré")
    undo = {"here" if is_missing else "line": str(line.pk)}
    return Done(words % {"product": line.product_name}, undo, "missing", without=line.pk)


def undoing(asked: Asked) -> Done:
    """Take a `receipt` back, or without one the serving (or the absence); a sale to a passage as a whole."""
    sent = asked.text("receipt")
    if asked.basket.membership.passage:
        back = undo_sale(asked.basket, key=asked.key, by=asked.by, at=asked.at)
        return Done(_("vente annulée, %(amount)s à rendre") % {"amount": euros(back)})
    if not sent:
        undo_serving(asked.basket, key=asked.key, by=asked.by, at=asked.at)
        return Done(_("à servir de nouveau"))
    receipts = asked.basket.receipts.select_related("payment__transaction", "basket__group__book")
    pk = int(sent) if sent.isdecimal() and len(sent) <= PK_DIGITS_MAX else 0
    receipt = get_object_or_404(receipts, pk=pk)
    undo_receipt(receipt, key=asked.key, by=asked.by, at=asked.at)
    payment = receipt.payment
    return Done(_("%(means)s %(amount)s annulé") % {"means": said(payment.means), "amount": euros(payment.amount)})


def notes(asked: Asked) -> Done:
    """Write a `note` on the basket; an empty one clears it."""
    text = asked.text("note").strip()
    before = note(asked.basket, text, key=asked.key, by=asked.by, at=asked.at)
    return Done(_("note enregistrée") if text else _("note effacée"), {"note": before}, "notes")


def fees(asked: Asked) -> Done:
    """Put the fee of the year on the account (`renewal` is its mark), or take `fee` off again. The basket stays."""
    if sent := asked.text("fee"):
        pk = int(sent) if sent.isdecimal() and len(sent) <= PK_DIGITS_MAX else 0
        taken = get_object_or_404(charged_by(asked.by, asked.basket), pk=pk)
        take_off(asked.basket, taken, key=asked.key, by=asked.by, at=asked.at)
        said = {"title": taken.title, "amount": euros(taken.amount)}
        return Done(_("%(title)s, %(amount)s retirés du compte") % said)
    done = charge(asked.basket, asked.text("renewal"), key=asked.key, by=asked.by, at=asked.at)
    said = {"title": done.fee.title, "amount": euros(done.fee.amount)}
    return Done(_("%(title)s, %(amount)s ajoutés au compte") % said, {"fee": str(done.pk)}, "fees")


COMMANDS: dict[str, Callable[[Asked], Done]] = {
    command.__name__: command for command in (receipts, servings, weighings, lines, missing, notes, undoing, fees)
}


def require_sound(asked: Asked) -> None:
    """Raises `WeightRefused` for the first weight that cannot be posted as it is typed."""
    unsound = next((weight for weight in asked.typed.values() if not weight.is_sound), None)
    if unsound is not None:
        raise WeightRefused(unsound)


def _line(asked: Asked, is_it: Callable[[OrderLine], bool]) -> OrderLine | None:
    return next((line for line in asked.basket.lines.all() if is_it(line)), None)


def _fresh(basket: Basket) -> Basket:
    return Basket.objects.with_amounts().get(pk=basket.pk)


def _balance_words(here: Basket) -> str:
    """« solde 0,00 € », « doit 12,50 € », « avoir 2,10 € »: the balance, later baskets apart."""
    balance = here.balance + here.later_total
    if not balance:
        return _("solde %(amount)s") % {"amount": euros(balance)}
    word = _("avoir") if balance > Money(0) else _("doit")
    return f"{word} {euros(abs(balance))}"
