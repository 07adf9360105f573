"""What the page of « Saisie d'après les feuilles » is drawn with: rows, what they come to, what was done already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.distributions.closing_cases import baskets_of
from cabas.distributions.dues import due
from cabas.distributions.models import Basket, Distribution, OrderLine
from cabas.distributions.views._means_buttons import means_of, said
from cabas.distributions.views.basket_list import BY_NAME
from cabas.groups.access import GroupRequest
from cabas.money import Money
from cabas.papers.keyed_rows import ABSENT, LATER, SERVED, TypedRow, digest, read_rows
from cabas.papers.keying import Keyed, Outcome, is_noted
from cabas.payments.means import AT_THE_STAND, Means
from cabas.stand.weights_typed import TypedWeight, confirmation_of, field_of
from cabas.ui.formats import euros

STATES = (("", "—"), (SERVED, _("servi")), (ABSENT, _("absent")))


@dataclass(frozen=True)
class WeightField:
    """The weight of a line, as it is typed or was read before."""

    line: OrderLine
    typed: TypedWeight | None

    @property
    def name(self) -> str:
        return field_of(self.line)

    @property
    def confirmation(self) -> str:
        return confirmation_of(self.line)

    @property
    def value(self) -> str:
        if self.typed:
            return self.typed.text
        return "" if self.line.grams is None else str(self.line.grams)


@dataclass(frozen=True)
class RowShown:
    """A row to fill, with what may be chosen on it."""

    typed: TypedRow
    choices: Sequence[tuple[str, str]]

    @property
    def basket(self) -> Basket:
        return self.typed.basket

    @property
    def weight_fields(self) -> list[WeightField]:
        lines = [line for line in self.basket.current_lines if line.is_weighed and not line.is_missing]
        return [WeightField(line, self.typed.weights.get(line.pk)) for line in lines]

    @property
    def is_about(self) -> bool:
        """Does a line wait for its weight, typed or read?"""
        typed = self.typed.weights
        return any(line.is_unweighed and line.pk not in typed for line in self.basket.current_lines)


@dataclass(frozen=True)
class Noted:
    """A basket that was noted at the stand: it is shown, and not asked twice."""

    basket: Basket
    words: str


@dataclass(frozen=True)
class Sheet:
    """All the rows of an evening, those to fill and those that are noted."""

    rows: Sequence[RowShown]
    noted: Sequence[Noted]

    @property
    def keyed(self) -> list[Keyed]:
        return [keyed for row in self.rows if (keyed := row.typed.keyed)]

    @property
    def faults(self) -> int:
        """How many rows are to be looked at again."""
        return sum(not row.typed.is_sound for row in self.rows)

    @property
    def sums(self) -> list[str]:
        """« Chèque : 14, 412,30 € », one for each means and each other outcome."""
        keyed = self.keyed
        said_ = [_sum(means, [one for one in keyed if one.means == means]) for means in AT_THE_STAND]
        others = (Outcome.NOTHING_DUE, Outcome.AWAITED, Outcome.LATER, Outcome.ABSENT)
        counts = [(outcome, sum(one.outcome == outcome for one in keyed)) for outcome in others]
        blank = sum(row.typed.is_blank for row in self.rows)
        counted = [f"{outcome.label}\u202f: {count}" for outcome, count in counts if count]
        return [*filter(None, said_), *counted, *([f"{_('pas notés')}\u202f: {blank}"] if blank else [])]

    @property
    def unweighed(self) -> int:
        """How many baskets are served without all their weights: the estimate counts until it is weighed."""
        return sum(row.is_about for row in self.rows if row.typed.state == SERVED)

    @property
    def differences(self) -> list[str]:
        """« n° 14 Camille Moreau : 20,00 € pour 22,90 € dus, reste dû 2,90 € »."""
        return [_difference(one) for one in self.keyed if one.difference]

    @property
    def total(self) -> Money:
        return Money.sum(one.amount for one in self.keyed)

    @property
    def digest(self) -> str:
        return digest(self.keyed)


def sheet_of(request: GroupRequest, distribution: Distribution, sent: Mapping[str, str]) -> Sheet:
    """In the order of the attendance sheet, by number, or by name with `?tri=nom`. Four statements."""
    distribution.group = request.group
    baskets = baskets_of(distribution)
    for basket in baskets:
        basket.group = request.group
    if request.GET.get("tri") == BY_NAME:
        baskets.sort(key=lambda basket: (basket.membership.sort_name, basket.number))
    choices = {basket.pk: _choices(basket) for basket in baskets}
    typed = read_rows(baskets, sent, {pk: [value for value, _label in each] for pk, each in choices.items()})
    return Sheet(
        [RowShown(row, choices[row.basket.pk]) for row in typed],
        [Noted(basket, _noted(basket)) for basket in baskets if is_noted(basket)],
    )


def _choices(basket: Basket) -> list[tuple[str, str]]:
    """What may be said of how it was paid."""
    awaited = [(str(Means.TRANSFER), _("virement attendu"))] if basket.means == Means.TRANSFER else []
    none = ("", _("rien à régler") if due(basket).is_zero else "—")
    return [none, *awaited, *[(means, said(means)) for means in means_of(basket)], (LATER, _("plus tard"))]


def _noted(basket: Basket) -> str:
    if basket.absent_at:
        return _("absent")
    owed = due(basket).due
    paid = _("encaissé %(amount)s") % {"amount": euros(basket.paid)} if basket.paid else ""
    left = _("reste %(amount)s") % {"amount": euros(owed)} if owed else ""
    return ", ".join(word for word in (_("servi"), paid, left) if word)


def _sum(means: Means, keyed: Sequence[Keyed]) -> str:
    if not keyed:
        return ""
    total = euros(Money.sum(one.amount for one in keyed))
    return f"{means.label}\u202f: {len(keyed)}, {total}"


def _difference(one: Keyed) -> str:
    words = _("avoir %(gap)s") if one.difference > Money(0) else _("reste dû %(gap)s")
    said_ = {
        "number": one.basket.number,
        "name": one.basket.membership.name,
        "paid": euros(one.amount),
        "due": euros(one.due),
        "gap": words % {"gap": euros(abs(one.difference))},
    }
    return _("n° %(number)s %(name)s\u202f: %(paid)s pour %(due)s à régler, %(gap)s") % said_


def keying_context(
    request: GroupRequest, distribution: Distribution, sheet: Sheet, key: str, **more: Any
) -> dict[str, Any]:
    """The whole page."""
    return {
        "distribution": distribution,
        "sheet": sheet,
        "states": STATES,
        "key": key,
        "is_by_name": request.GET.get("tri") == BY_NAME,
        **more,
    }


def outcome_words(sum_: Money, count: int) -> str:
    """« 40 paniers enregistrés, 1 062,20 € encaissés »."""
    words = ngettext("%(count)s panier enregistré", "%(count)s paniers enregistrés", count) % {"count": count}
    return f"{words}, {euros(sum_)}" if sum_ else words
