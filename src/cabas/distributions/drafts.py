"""Taps in the shop change a draft that the household shares; only « Commander » turns it into an order.

At closing a draft that was not committed is worth nothing: the committed order stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet

from cabas.catalogs.models import Product
from cabas.distributions.choosing import choice
from cabas.distributions.models import Distribution, Draft, DraftLine
from cabas.distributions.models.distribution import closing_of, opening_of
from cabas.distributions.refusals import CatalogClosed, ClosedLine, OrdersClosed, ProductNotOffered, Shortage
from cabas.groups.models import Membership

QUANTITY_MAX = 999


@dataclass(frozen=True)
class TakenDraft:
    """What a draft held when it was taken out: quantities by product id, from this version of the basket."""

    basket_version: int
    quantities: dict[int, int]


@transaction.atomic(savepoint=False)
def take_draft(distribution: Distribution, membership: Membership) -> TakenDraft | None:
    """Take the draft out; where the transaction is refused it lies there again. Two statements at most.

    Taps wait meanwhile. After the lock of the book, never before.
    """
    where = {"distribution_id": distribution.pk, "membership_id": membership.pk}
    for draft, version in _deleted(Draft, where, ["id", "basket_version"]):
        return TakenDraft(version, dict(_deleted(DraftLine, {"draft_id": draft}, ["product_id", "quantity"])))
    return None


@transaction.atomic
def add_to_draft(distribution: Distribution, membership: Membership, product_id: int, add: int, *, at: datetime) -> int:
    """Add so many (negative: take away) and return how many there are.

    Raises `OrdersClosed`, `ProductNotOffered`, and `CatalogClosed` where some are added of a catalog that is.
    """
    if not distribution.is_open(at):
        raise OrdersClosed(distribution)
    draft = _begun_draft(distribution, membership, at)
    line = DraftLine.objects.select_for_update().filter(draft=draft, product=product_id).first()
    if line is None or add > 0:
        _require_open(distribution, product_id, at)
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


def _require_open(distribution: Distribution, product_id: int, at: datetime) -> None:
    """The product is on offer, of a catalog that is open. Raises `ProductNotOffered`, `CatalogClosed`."""
    product = Product.objects.on_offer().filter(pk=product_id, catalog__participations__distribution=distribution)
    hours = ("name", "catalog__participations__orders_open_at", "catalog__participations__orders_close_at")
    found = product.values_list(*hours).first()
    if found is None:
        raise ProductNotOffered
    name, opens, closes = found
    opens, closes = opening_of(distribution, opens), closing_of(distribution, closes)
    if not opens <= at < closes:
        raise CatalogClosed([ClosedLine(product_id, name, 0, opens, closes)], at)


def drop_draft(distribution: Distribution, membership: Membership) -> None:
    """Forget the draft: the committed order is what the shop shows again."""
    take_draft(distribution, membership)


def drop_drafts(drafts: QuerySet[Draft]) -> None:
    """Forget these drafts. Inside a transaction, after the lock of the book.

    Each is locked before its lines, as a tap locks them: the other way round the two would wait for one another.
    """
    locked = [draft.pk for draft in drafts.select_for_update().order_by("pk")]
    Draft.objects.filter(pk__in=locked).delete()


@transaction.atomic
def keep_what_remains(
    distribution: Distribution, membership: Membership, shortages: list[Shortage], *, at: datetime
) -> None:
    """Bring the draft down to what remains of what was taken meanwhile; the rest of it is kept."""
    draft = _begun_draft(distribution, membership, at)
    for shortage in shortages:
        draft.lines.filter(product_id=shortage.product_id).update(quantity=shortage.remaining)


@transaction.atomic
def keep_as_ordered(
    distribution: Distribution, membership: Membership, lines: Sequence[ClosedLine], *, at: datetime
) -> None:
    """Bring what the draft says of catalogs that are closed back to what is ordered of them; the rest of it is kept."""
    draft = _begun_draft(distribution, membership, at)
    draft.lines.filter(product__in=[line.product_id for line in lines]).delete()
    DraftLine.objects.bulk_create(
        DraftLine(draft=draft, group_id=draft.group_id, product_id=line.product_id, quantity=line.ordered)
        for line in lines
        if line.ordered
    )


def _begun_draft(distribution: Distribution, membership: Membership, at: datetime) -> Draft:
    """The draft, begun from the committed order where there is none yet. Locked."""
    drafts = Draft.objects.select_for_update()
    draft = drafts.filter(distribution=distribution, membership=membership).first()
    if draft is not None:
        draft.changed_at = at
        draft.save(update_fields=["changed_at"])
        return draft
    here = choice(distribution, membership)
    begun = {"group_id": distribution.group_id, "basket_version": here.version, "changed_at": at}
    # The other adult may begin it in the same moment.
    draft, is_new = drafts.get_or_create(distribution=distribution, membership=membership, defaults=begun)
    if is_new:
        DraftLine.objects.bulk_create(
            DraftLine(draft=draft, group_id=draft.group_id, product_id=product, quantity=quantity)
            for product, quantity in here.committed.items()
        )
    return draft


def _deleted(model: type[Draft | DraftLine], where: Mapping[str, int], columns: Sequence[str]) -> list[tuple[int, int]]:
    """Delete these rows and give what they held: SQLite and PostgreSQL do both in one statement, the ORM does not."""
    quote = connection.ops.quote_name
    condition = " AND ".join(f"{quote(column)} = %s" for column in where)
    returning = ", ".join(map(quote, columns))
    statement = f"DELETE FROM {quote(model._meta.db_table)} WHERE {condition} RETURNING {returning}"  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.execute(statement, [*where.values()])
        rows: list[tuple[int, int]] = cursor.fetchall()
        return rows
