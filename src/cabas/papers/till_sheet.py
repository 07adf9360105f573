"""« Feuille de caisse »: the money of an evening by means, with boxes to write what was counted."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cabas.distributions.basket_list import ListedBasket, baskets_listed
from cabas.distributions.models import Distribution
from cabas.money import Money
from cabas.papers.evening_heads import EveningHead, head_of
from cabas.payments.means import AT_THE_STAND, Means
from cabas.ui import formats

BLANK_CHEQUES = 8  # lines for cheques that nobody announced
COINS = ["50 €", "20 €", "10 €", "5 €", "2 €", "1 €", "0,50 €", "0,20 €", "0,10 €", "0,05 €", "0,02 €", "0,01 €"]


@dataclass(frozen=True)
class Announced:
    """A basket for which money is to come."""

    number: str
    name: str
    amount: str


@dataclass(frozen=True)
class Expected:
    """What was announced by one means."""

    means: str
    count: str
    sum: str


@dataclass(frozen=True)
class TillSheet:
    """`coins`: what is counted of the cash; `blanks`: empty lines after the cheques that were announced."""

    head: EveningHead
    expected: list[Expected]
    coins: list[str]
    cheques: list[Announced]
    blanks: int
    transfers: list[Announced]

    @property
    def blank_lines(self) -> range:
        return range(self.blanks)


def till_sheet_of(distribution: Distribution, *, base: str, at: datetime) -> TillSheet:
    """Three statements; `distribution` is fetched `with_validation`."""
    due = [basket for basket in baskets_listed(distribution) if basket.due and basket.is_announced]
    by_means = {means: [basket for basket in due if basket.means == means] for means in Means}
    return TillSheet(
        head=head_of(distribution, _("Feuille de caisse"), base=base, at=at),
        expected=[_expected(means, by_means[means]) for means in AT_THE_STAND],
        coins=[coin.replace(" ", formats.NO_BREAK) for coin in COINS],
        cheques=[_announced(basket) for basket in by_means[Means.CHEQUE]],
        blanks=BLANK_CHEQUES,
        transfers=[_announced(basket) for basket in by_means[Means.TRANSFER]],
    )


def _expected(means: Means, baskets: list[ListedBasket]) -> Expected:
    total = formats.euros(Money.sum(basket.due or Money(0) for basket in baskets))
    is_about = any(basket.is_about for basket in baskets)
    return Expected(str(means.label), str(len(baskets)), formats.about(total) if is_about else total)


def _announced(basket: ListedBasket) -> Announced:
    due = formats.euros(basket.due or Money(0))
    return Announced(str(basket.number), basket.name, formats.about(due) if basket.is_about else due)
