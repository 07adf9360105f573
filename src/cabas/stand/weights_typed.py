"""A weight is typed in grams, comma or point, or in kg; « 120+105 » adds weighings; one far off is asked about.

Where a label gives a price instead, that is typed: « 5,51 € », or 5,51 with the box « prix étiquette ».
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from cabas.catalogs.pricing import grams_at, weight_price
from cabas.distributions.models import OrderLine
from cabas.distributions.weighing import Weights
from cabas.money import Money
from cabas.money.parsing import AmountUnreadable, parse_amount
from cabas.ui.formats import NO_BREAK, number

FAR_OFF_PERCENT = 30
GRAMS_MAX = 1_000_000
SPACES = re.compile(r"[\s\u00a0\u202f\u2009]")
WEIGHING = re.compile(r"(\d{1,7})(?:[.,](\d{0,3}))?(kg|g)?", re.ASCII | re.IGNORECASE)


class WeightUnreadable(ValueError):
    """What was typed is not a weight; the sentence says how to write one."""

    def __init__(self, text: str) -> None:
        said = _("Je ne comprends pas «\u202f%(text)s\u202f». Écrivez un poids en grammes, comme 220.")
        super().__init__(said % {"text": text})


class WeightOfNothing(ValueError):
    """A product that weighs nothing was not delivered."""

    def __init__(self) -> None:
        super().__init__(_("Un poids est d’au moins 1 g. Si le produit n’est pas là, touchez «\u202fManquant\u202f»."))


class LabelOfNothing(ValueError):
    """No weight can be had of a label: its price is nothing, or the product has none."""

    def __init__(self) -> None:
        super().__init__(_("Ce prix d’étiquette ne donne pas de poids. Écrivez le poids en grammes, comme 220."))


def parse_weight(text: str) -> int:
    """Whole grams, half up. Raises `WeightUnreadable`, `WeightOfNothing`."""
    total = sum((_weighing(part, text) for part in SPACES.sub("", text).split("+")), Decimal(0))
    grams = int(total.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if grams > GRAMS_MAX:
        raise WeightUnreadable(text.strip())
    if grams == 0:
        raise WeightOfNothing
    return grams


def _weighing(part: str, text: str) -> Decimal:
    written = WEIGHING.fullmatch(part)
    if written is None:
        raise WeightUnreadable(text.strip())
    whole, decimals, unit = written.groups()
    weight = Decimal(f"{whole}.{decimals or 0}")
    return weight * 1000 if (unit or "").lower() == "kg" else weight


@dataclass(frozen=True)
class TypedWeight:
    """What stands in the field of a line: `grams` when it can be read, `fault` when not.

    `is_confirmed`: somebody said that exactly this weight, far from what was ordered, is right. `is_label`: it is the
    price on a label that was typed; `label` where it can be read, and `grams` are then what it weighs.
    """

    line: OrderLine
    text: str
    grams: int | None = None
    fault: str = ""
    is_confirmed: bool = False
    is_label: bool = False
    label: Money | None = None

    @property
    def is_far_off(self) -> bool:
        """More than 30 % from what was ordered, and not what was saved before."""
        ordered = self.line.estimated_grams
        if self.grams is None or not ordered or not self.is_new:
            return False
        return abs(self.grams - ordered) * 100 > FAR_OFF_PERCENT * ordered

    @property
    def is_new(self) -> bool:
        """Is it not what is saved already?"""
        return bool(self.grams) and (self.grams, self.label) != (self.line.grams, self.line.label_price)

    @property
    def is_sound(self) -> bool:
        return not self.fault and (self.is_confirmed or not self.is_far_off)

    @property
    def question(self) -> str:
        """« 1 200 g au lieu de 240 g : c’est bien ça ? »"""
        said = {"typed": _grams(self.grams or 0), "ordered": _grams(self.line.estimated_grams)}
        return _("%(typed)s au lieu de %(ordered)s\u202f: c’est bien ça\u202f?") % said

    @property
    def total(self) -> Money:
        """What the line comes to with this weight."""
        if self.label is not None:
            return self.label
        return self.line.total if self.grams is None else weight_price(self.line.price, self.grams)


class WeightRefused(Exception):
    """A weight cannot be read, or is far from what was ordered and nobody said that it is right."""

    def __init__(self, weight: TypedWeight) -> None:
        self.weight = weight

    def __str__(self) -> str:
        sentence = _("Vérifiez le poids de «\u202f%(product)s\u202f». Rien n’a été enregistré.")
        return sentence % {"product": self.weight.line.product_name}


def read_weights(lines: Iterable[OrderLine], sent: Mapping[str, str]) -> dict[int, TypedWeight]:
    """What was typed, by the id of its line; an empty field says nothing."""
    weighed = [line for line in lines if line.is_weighed and line.quantity and not line.is_missing]
    return {line.pk: _read(line, text, sent) for line in weighed if (text := sent.get(field_of(line), "").strip()[:40])}


def field_of(line: OrderLine) -> str:
    """The name of the field in which the weight of a line is typed."""
    return f"weight-{line.pk}"


def label_box_of(line: OrderLine) -> str:
    """The name of the box that says: what is typed is the price on the label."""
    return f"label-{line.pk}"


def confirmation_of(line: OrderLine) -> str:
    """The name of the box that confirms a weight; its value is the weight that it confirms."""
    return f"confirmed-{line.pk}"


def weights_read(typed: Mapping[int, TypedWeight]) -> Weights:
    """Every weight that was read: the same form sent twice says the same, whatever was saved between."""
    read = {pk: weight for pk, weight in typed.items() if weight.grams}
    labels = {pk: weight.label for pk, weight in read.items() if weight.label is not None}
    return Weights({pk: weight.grams or 0 for pk, weight in read.items()}, labels)


def unweighed_box_of(line: OrderLine) -> str:
    """The name of the field that says: this line waits for the scales again."""
    return f"unweighed-{line.pk}"


def forgotten(lines: Iterable[OrderLine], sent: Mapping[str, str]) -> frozenset[int]:
    """The lines whose weight is taken back."""
    return frozenset(line.pk for line in lines if line.is_weighed and sent.get(unweighed_box_of(line)))


def as_saved(lines: Iterable[OrderLine]) -> dict[str, str]:
    """The fields that put these lines back to the weights that they have now."""
    fields: dict[str, str] = {}
    for line in lines:
        if line.grams is None:
            fields[unweighed_box_of(line)] = "yes"
            continue
        said = f"{line.label_price} €" if line.label_price is not None else str(line.grams)
        fields |= {field_of(line): said, confirmation_of(line): str(line.grams)}
    return fields


def is_changed(typed: Mapping[int, TypedWeight]) -> bool:
    """Is a weight not what is saved already?"""
    return any(weight.is_new for weight in typed.values())


def _read(line: OrderLine, text: str, sent: Mapping[str, str]) -> TypedWeight:
    if text.endswith("€") or sent.get(label_box_of(line)):
        return _read_label(line, text.removesuffix("€").strip(), sent)
    try:
        grams = parse_weight(text)
    except (WeightUnreadable, WeightOfNothing) as refusal:
        return TypedWeight(line, text, fault=str(refusal))
    return TypedWeight(line, text, grams, is_confirmed=sent.get(confirmation_of(line)) == str(grams))


def _read_label(line: OrderLine, text: str, sent: Mapping[str, str]) -> TypedWeight:
    try:
        label = parse_amount(text)
        grams = grams_at(line.price, label) if label > Money(0) else 0
        if not 0 < grams <= GRAMS_MAX:
            raise LabelOfNothing
    except (AmountUnreadable, LabelOfNothing) as refusal:
        return TypedWeight(line, text, fault=str(refusal), is_label=True)
    is_confirmed = sent.get(confirmation_of(line)) == str(grams)
    return TypedWeight(line, text, grams, is_confirmed=is_confirmed, is_label=True, label=label)


def _grams(weight: int) -> str:
    return f"{number(weight)}{NO_BREAK}g"
