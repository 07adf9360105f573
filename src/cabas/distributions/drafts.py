"""Taps in the shop change a draft that the household shares; only « Commander » turns it into an order.

At closing a draft that was not committed is worth nothing: the committed order stands.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from cabas.catalogs.models import Product
from cabas.distributions.models import Basket, Distribution, Draft, DraftLine
from cabas.distributions.refusals import OrdersClosed, ProductNotOffered, Shortage
from cabas.groups.models import Membership

QUANTITY_MAX = 999


def basket_of(distribution: Distribution, membership: Membership) -> Basket | None:
    """The household's basket with its lines, or None. Two statements."""
    return (
        Basket.objects.filter(distribution=distribution, membership=membership)
        .select_related("distribution", "group__book")
        .prefetch_related("lines")
        .first()
    )


def quantities_of(basket: Basket | None) -> dict[int, int]:
    """Product id to quantity, as committed."""
    if basket is None:
        return {}
    return {line.product_id: line.quantity for line in basket.lines.all() if line.quantity}


def draft_of(distribution: Distribution, membership: Membership) -> Draft | None:
    """The household's draft with its lines, or None. Two statements."""
    return Draft.objects.filter(distribution=distribution, membership=membership).prefetch_related("lines").first()


def wanted(draft: Draft | None, basket: Basket | None) -> dict[int, int]:
    """Product id to quantity, as the shop shows it: the draft where there is one, else what is committed."""
    if draft is None:
        return quantities_of(basket)
    return {line.product_id: line.quantity for line in draft.lines.all() if line.quantity}


def has_unsaved_changes(draft: Draft | None, basket: Basket | None) -> bool:
    """Does the draft say something else than the committed order?"""
    return draft is not None and wanted(draft, basket) != quantities_of(basket)


@transaction.atomic
def add_to_draft(distribution: Distribution, membership: Membership, product_id: int, add: int, *, at: datetime) -> int:
    """Add so many (negative: take away) and return how many there are. Raises `OrdersClosed`, `ProductNotOffered`."""
    if not distribution.is_open(at):
        raise OrdersClosed(distribution)
    offered = Product.objects.on_offer().filter(pk=product_id, catalog__participations__distribution=distribution)
    if add > 0 and not offered.exists():
        raise ProductNotOffered
    draft = _begun_draft(distribution, membership, at)
    line, _created = DraftLine.objects.select_for_update().get_or_create(
        draft=draft, product_id=product_id, defaults={"quantity": 0, "group_id": draft.group_id}
    )
    line.quantity = min(QUANTITY_MAX, max(0, line.quantity + add))
    line.save(update_fields=["quantity"])
    return line.quantity


@transaction.atomic
def replace_draft(
    distribution: Distribution, membership: Membership, quantities: Mapping[int, int], *, at: datetime
) -> Draft:
    """Make the draft hold exactly this (what one version of two showed)."""
    draft = _begun_draft(distribution, membership, at)
    basket = basket_of(distribution, membership)
    draft.basket_version = basket.version if basket else 0
    draft.save(update_fields=["basket_version"])
    draft.lines.all().delete()
    offered = set(
        Product.objects.filter(pk__in=quantities, catalog__participations__distribution=distribution).values_list(
            "pk", flat=True
        )
    )
    DraftLine.objects.bulk_create(
        DraftLine(draft=draft, group_id=draft.group_id, product_id=product, quantity=min(QUANTITY_MAX, quantity))
        for product, quantity in quantities.items()
        if quantity > 0 and product in offered
    )
    return draft


def drop_draft(distribution: Distribution, membership: Membership) -> None:
    """Forget the draft: the committed order is what the shop shows again."""
    Draft.objects.filter(distribution=distribution, membership=membership).delete()


@transaction.atomic
def keep_what_remains(
    distribution: Distribution, membership: Membership, shortages: list[Shortage], *, at: datetime
) -> None:
    """Bring the draft down to what remains of what was taken meanwhile; the rest of it is kept."""
    draft = _begun_draft(distribution, membership, at)
    for shortage in shortages:
        draft.lines.filter(product_id=shortage.product_id).update(quantity=shortage.remaining)


def _begun_draft(distribution: Distribution, membership: Membership, at: datetime) -> Draft:
    """The draft, begun from the committed order where there is none yet."""
    basket = basket_of(distribution, membership)
    draft, is_new = Draft.objects.select_for_update().get_or_create(
        distribution=distribution,
        membership=membership,
        defaults={
            "group_id": distribution.group_id,
            "basket_version": basket.version if basket else 0,
            "changed_at": at,
        },
    )
    if is_new:
        DraftLine.objects.bulk_create(
            DraftLine(draft=draft, group_id=draft.group_id, product_id=product, quantity=quantity)
            for product, quantity in quantities_of(basket).items()
        )
    else:
        draft.changed_at = at
        draft.save(update_fields=["changed_at"])
    return draft
