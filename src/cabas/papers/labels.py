"""« Étiquettes »: a label for each basket, 3 × 8 on a sheet of A4, with a code that leads to it at the stand."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.distributions.basket_list import ListedBasket, baskets_listed
from cabas.distributions.basket_words import Words, words_of
from cabas.distributions.models import Distribution
from cabas.papers.evening_heads import EveningHead, basket_address, code, head_of
from cabas.ui.formats import day_short

LETTERS_MAX = 105  # what the three lines of a label hold


@dataclass(frozen=True)
class Label:
    number: str
    name: str
    products: str
    to_pay: str
    code: str


@dataclass(frozen=True)
class Labels:
    """`foot` is the small line of each: the group and the day."""

    head: EveningHead
    rows: list[Label]
    foot: str


def labels_of(distribution: Distribution, *, base: str, at: datetime) -> Labels:
    """By number. Three statements; `distribution` is fetched `with_validation`."""
    words = words_of(distribution, at)
    return Labels(
        head_of(distribution, _("Étiquettes"), base=base, at=at),
        [_label(distribution, basket, words, base) for basket in baskets_listed(distribution)],
        f"{distribution.group.name} · {day_short(distribution.day)}",
    )


def _label(distribution: Distribution, basket: ListedBasket, words: Words, base: str) -> Label:
    return Label(
        number=str(basket.number),
        name=basket.name,
        products=_shortened([words.line(line) for line in basket.lines]),
        to_pay=" ".join(word for word in (words.to_pay(basket), words.announced(basket)) if word),
        code=str(code(basket_address(distribution, basket.number, base))),
    )


def _shortened(products: list[str]) -> str:
    """As many as a label holds, and how many more there are: none is left out in silence."""
    kept: list[str] = []
    for product in products:
        if kept and len(", ".join([*kept, product])) > LETTERS_MAX:
            break
        kept.append(product)
    more = len(products) - len(kept)
    if not more:
        return ", ".join(kept)
    others = ngettext("+ %(count)s autre", "+ %(count)s autres", more) % {"count": more}
    return f"{', '.join(kept)} {others}"
