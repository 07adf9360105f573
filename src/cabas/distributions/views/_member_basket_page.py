"""The page of one member's basket: what can be ordered, what it would come to, and what was done with it so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cabas.distributions.choosing import Choice, committed_choice
from cabas.distributions.dues import due
from cabas.distributions.models import Basket, BasketChange, Distribution, OrderLine
from cabas.distributions.models.sums import sum_of
from cabas.distributions.ordering import Order
from cabas.distributions.ordering_for import planned
from cabas.distributions.shelf import Offer, offers
from cabas.distributions.views._act_key import fresh_key
from cabas.distributions.views._means_buttons import MeansButton
from cabas.distributions.views._member_basket_form import FIELD, Typed
from cabas.distributions.views._member_basket_history import Event, events_of
from cabas.distributions.visiting import Amounts, is_debited, later_baskets, receipts_of
from cabas.groups.access import GroupRequest
from cabas.groups.models import Membership
from cabas.money import Money
from cabas.payments.cagnotte import has_cagnottes
from cabas.payments.means import Means
from cabas.prepared import prepared

NOTHING = Money(0)


@dataclass(frozen=True)
class Opened:
    """A household at a distribution: what is committed, what can be ordered, and the version that the page shows."""

    distribution: Distribution
    member: Membership
    chosen: Choice
    offers: Sequence[Offer]
    amounts: Amounts
    committed: Mapping[int, int]
    version: int

    @property
    def basket(self) -> Basket | None:
        return self.chosen.basket

    @property
    def means(self) -> str:
        """What is announced, as it is saved; where the cagnotte pays there is nothing else to say."""
        announced = self.basket.means if self.basket else ""
        return announced or (Means.CAGNOTTE if self.has_cagnotte else "")

    @property
    def has_cagnotte(self) -> bool:
        return has_cagnottes(getattr(self.distribution.group, "payment_settings", None))

    @property
    def is_changeable(self) -> bool:
        """Not once it is validated; an absence is undone first."""
        is_absent = self.basket is not None and self.basket.absent_at is not None
        return not self.distribution.is_validated and not is_absent


@dataclass(frozen=True)
class Product:
    """A product in the form: what its field holds, how many are saved, how many may be had at most."""

    pk: int
    name: str
    price: Money
    portion_grams: int | None
    estimate: Money
    unit: str
    quantity: str
    committed: int
    remaining: int | None
    fault: str = ""

    @property
    def field(self) -> str:
        return f"{FIELD}{self.pk}"

    @property
    def is_sold_out(self) -> bool:
        return self.remaining == 0 and not self.committed


@dataclass(frozen=True)
class Summary:
    """What the basket would come to: `difference` is what changes, `due` what would remain to be paid of it."""

    lines: Sequence[OrderLine]
    total: Money
    difference: Money
    due: Money
    is_changed: bool

    @property
    def is_estimated(self) -> bool:
        return any(line.is_unweighed for line in self.lines)


@dataclass(frozen=True)
class Refused:
    """Why nothing was recorded: a sentence, and what to say at single fields."""

    sentence: str = ""
    faults: Mapping[int, str] = field(default_factory=dict)
    means_fault: str = ""


def opened_or_404(request: GroupRequest, number: int, member: int) -> Opened:
    """Five statements, for any number of products and members."""
    household = next(iter(_households(request.group.pk, member)), None)
    found: Any = next(iter(_distributions(request.group.pk, number, household.pk)), None) if household else None
    if household is None or found is None:
        raise Http404
    household.group = request.group
    forgiven = BasketChange.objects.filter(basket__membership=household, kind=BasketChange.Kind.FORGIVEN)
    chosen = committed_choice(found, household)
    total = chosen.basket.total if chosen.basket else NOTHING
    given = NOTHING
    if chosen.basket is not None and chosen.basket.absent_at is not None:
        given = Money.sum(forgiven.filter(basket=chosen.basket).values_list("amount", flat=True))
    return Opened(
        distribution=found,
        member=household,
        chosen=chosen,
        offers=offers(found, household),
        amounts=Amounts(
            total,
            household.account.balance,
            found.later_total,
            found.paid,
            given,
            is_debited=is_debited(chosen.basket, found.group),
        ),
        committed=chosen.committed,
        version=chosen.version,
    )


@prepared
def _households(group: int, number: int) -> "QuerySet[Membership]":
    return Membership.objects.filter(group=group, number=number).select_related("account").with_people()


@prepared
def _distributions(group: int, number: int, household: int) -> "QuerySet[Distribution]":
    """The distribution, with what its shop asks of the account."""
    return (
        Distribution.objects.filter(group=group, number=number)
        .with_validation()
        .select_related("place", "group__payment_settings")
        .annotate(
            later_total=sum_of(later_baskets(household), "unpaid"),
            paid=sum_of(receipts_of(household), "payment__amount"),
        )
    )


def basket_page(
    request: GroupRequest,
    opened: Opened,
    typed: Typed,
    at: datetime,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form with what is typed, and beside it what that would come to; `refused` after a refusal."""
    refused = refused or Refused()
    means = opened.means if typed.means is None else typed.means
    context = summary_context(opened, typed) | {
        "shelves": shelves_of(opened, typed, refused.faults),
        "refused": refused,
        "means": means,
        "options": options_of(opened),
        "key": fresh_key(),
        "events": history_of(opened),
        "is_told": any(person.email for person in opened.member.people),
        "are_orders_open": opened.distribution.is_open(at),
    }
    return render(request, "distributions/member_basket.html", context, status=status)


def summary_context(opened: Opened, typed: Typed) -> dict[str, Any]:
    """What the part of the page shows that follows the fields."""
    return {
        "opened": opened,
        "distribution": opened.distribution,
        "basket": opened.basket,
        "summary": summary_of(opened, typed),
    }


def summary_of(opened: Opened, typed: Typed) -> Summary:
    """What saving would make of the basket, by the rule that saves it; only in memory."""
    order = Order(typed.quantities(opened.committed), opened.version)
    basket = opened.basket or Basket(total=NOTHING)
    basket.group_id, basket.distribution = opened.member.group_id, opened.distribution
    plan = planned(basket, opened.chosen, order, {offer.product.pk: offer for offer in opened.offers})
    changed = plan.amendment.amount if plan.amendment else NOTHING
    amounts = Amounts(
        basket.total,
        opened.amounts.balance + changed,
        opened.amounts.later_total,
        opened.amounts.paid,
        opened.amounts.forgiven,
        opened.means if typed.means is None else typed.means,
        opened.amounts.is_debited,
    )
    return Summary(
        lines=[line for line in plan.lines if line.quantity],
        total=basket.total,
        difference=-changed,
        due=due(amounts).due,
        is_changed=plan.amendment is not None,
    )


def shelves_of(opened: Opened, typed: Typed, faults: Mapping[int, str]) -> list[tuple[str, list[Product]]]:
    """The products by vendor; at the end those of the basket that are not proposed any more."""
    said = {**typed.faults, **faults}
    offered = [(offer.vendor, _product(opened, offer, typed, said)) for offer in opened.offers]
    by_vendor = groupby(offered, lambda one: one[0])
    shelves = [(vendor, [product for _vendor, product in found]) for vendor, found in by_vendor]
    known = {offer.product.pk for offer in opened.offers}
    leaving = [_leaving(line, opened, typed, said) for line in opened.chosen.lines if _is_leaving(line, opened, known)]
    return [*shelves, (_("N’est plus proposé"), leaving)] if leaving else shelves


def _is_leaving(line: OrderLine, opened: Opened, known: set[int]) -> bool:
    return line.product_id in opened.committed and line.product_id not in known


def _product(opened: Opened, offer: Offer, typed: Typed, said: Mapping[int, str]) -> Product:
    product = offer.product
    committed = opened.committed.get(product.pk, 0)
    return Product(
        pk=product.pk,
        name=product.name,
        price=product.price,
        portion_grams=product.portion_grams if product.is_weighed else None,
        estimate=product.unit_estimate,
        unit=product.unit,
        quantity=typed.texts.get(product.pk, str(committed)),
        committed=committed,
        remaining=offer.remaining,
        fault=said.get(product.pk, ""),
    )


def _leaving(line: OrderLine, opened: Opened, typed: Typed, said: Mapping[int, str]) -> Product:
    committed = opened.committed[line.product_id]
    return Product(
        pk=line.product_id,
        name=line.product_name,
        price=line.price,
        portion_grams=line.portion_grams if line.is_weighed else None,
        estimate=line.price,
        unit=line.unit,
        quantity=typed.texts.get(line.product_id, str(committed)),
        committed=committed,
        remaining=committed,
        fault=said.get(line.product_id, ""),
    )


def options_of(opened: Opened) -> list[MeansButton]:
    """The means that the group accepts, and the one that was announced."""
    settings = getattr(opened.distribution.group, "payment_settings", None)
    accepted: list[str] = [*(settings.accepted if settings else [])]
    kept = [opened.means] if opened.means and opened.means not in accepted else []
    return [MeansButton(Means(means)) for means in (*accepted, *kept)]


def history_of(opened: Opened) -> list[Event]:
    return events_of(opened.basket) if opened.basket and opened.basket.pk else []
