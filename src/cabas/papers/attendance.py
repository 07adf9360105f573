"""« Émargement »: who is on duty, who comes, what is in the basket and to pay; room to write weights and to sign."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.distributions.basket_list import ListedBasket, baskets_listed
from cabas.distributions.basket_words import Words, words_of
from cabas.distributions.models import Distribution
from cabas.money import Money
from cabas.papers.evening_heads import EveningHead, head_of
from cabas.people.phones import written
from cabas.ui import formats
from cabas.volunteering.lines import duty_lines


@dataclass(frozen=True)
class AttendanceRow:
    """A basket. `products`: after each but the last there is a box, for a weight. `noted`: what is known already."""

    number: str
    name: str
    phone: str
    products: list[str]
    total: str
    to_pay: str
    means: str
    noted: str


@dataclass(frozen=True)
class Attendance:
    head: EveningHead
    rows: list[AttendanceRow]
    sum: str
    on_duty: list[str]
    word: str


def attendance_of(distribution: Distribution, *, base: str, at: datetime, by_name: bool = False) -> Attendance:
    """By number, or by name. Five statements; `distribution` is fetched `with_validation`."""
    listed = baskets_listed(distribution, by_name=by_name)
    words = words_of(distribution, at)
    total = formats.euros(Money.sum(basket.total for basket in listed))
    said = {
        "count": len(listed),
        "sum": formats.about(total) if any(basket.is_about for basket in listed) else total,
    }
    return Attendance(
        head_of(distribution, _("Émargement"), base=base, at=at),
        [_row(basket, words) for basket in listed],
        ngettext("%(count)s panier, %(sum)s", "%(count)s paniers, %(sum)s", len(listed)) % said,
        duty_lines(distribution),
        distribution.group.paper_word,
    )


def _row(basket: ListedBasket, words: Words) -> AttendanceRow:
    total = formats.euros(basket.total)
    return AttendanceRow(
        number=str(basket.number),
        name=basket.name,
        phone=written(basket.phone),
        products=words.products(basket),
        total=formats.about(total) if basket.is_about else total,
        to_pay=words.to_pay(basket),
        means=words.announced(basket),
        noted=words.state(basket) if basket.served_at or basket.absent_at else "",
    )
