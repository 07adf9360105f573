"""Taps in the shop change a draft that the household shares; only « Commander » turns it into an order.

At closing a draft that was not committed is worth nothing: the committed order stands.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from cabas.catalogs.models import Product
from cabas.distributions.choosing import choice
from cabas.distributions.models import Distribution, Draft, DraftLine
from cabas.distributions.refusals import OrdersClosed, ProductNotOffered, Shortage
from cabas.groups.models import Membership

QUANTITY_MAX = 999


def lock_draft(distribution: Distribution, membership: Membership) -> None:
    """Taps wait until what the draft holds is committed or refused. After the lock of the book, never before."""
    Draft.objects.select_for_update().filter(distribution=distribution, membership=membership).first()


@transaction.atomic
def add_to_draft(distribution: Distribution, membership: Membership, product_id: int, add: int, *, at: datetime) -> int:
    """Add so many (negative: take away) and return how many there are. Raises `OrdersClosed`, `ProductNotOffered`."""
    if not distribution.is_open(at):
        raise OrdersClosed(distribution)
    draft = _begun_draft(distribution, membership, at)
    line = DraftLine.objects.select_for_update().filter(draft=draft, product=product_id).first()
    offered = Product.objects.on_offer().filter(pk=product_id, catalog__participations__distribution=distribution)
    if (line is None or add > 0) and not offered.exists():
        raise ProductNotOffered
    if line is None:
        line = DraftLine(draft=draft, product_id=product_id, quantity=0, group_id=draft.group_id)
    line.quantity = min(QUANTITY_MAX, max(0, line.quantity + add))
    if line.pk or line.quantity:
        line.save()
    return line.quantity


@transaction.atomic
def replace_draft(
    distribution: Distribution, membership: Membership, quantities: Mapping[int, int], *, at: datetime
) -> Draft:
    """Make the draft hold exactly this (what one version of two showed)."""
    draft = _begun_draft(distribution, membership, at)
    draft.basket_version = choice(distribution, membership).version
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
    """The draft, begun from the committed order where there is none yet. Locked."""
    here = choice(distribution, membership)
    draft, is_new = Draft.objects.select_for_update().get_or_create(
        distribution=distribution,
        membership=membership,
        defaults={
            "group_id": distribution.group_id,
            "basket_version": here.version,
            "changed_at": at,
        },
    )
    if is_new:
        DraftLine.objects.bulk_create(
            DraftLine(draft=draft, group_id=draft.group_id, product_id=product, quantity=quantity)
            for product, quantity in here.committed.items()
        )
    else:
        draft.changed_at = at
        draft.save(update_fields=["changed_at"])
    return draft
