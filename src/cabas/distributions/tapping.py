"""A tap in the shop changes the draft by one, and never beyond what remains of the product for this household."""

from datetime import datetime

from django.db import transaction

from cabas.catalogs.models import Product
from cabas.distributions.blocking import require_not_blocked
from cabas.distributions.drafts import add_to_draft, keep_what_remains
from cabas.distributions.models import Distribution
from cabas.distributions.refusals import Shortage
from cabas.distributions.shelf import allowed
from cabas.groups.models import Membership


@transaction.atomic
def tap(
    distribution: Distribution, membership: Membership, product_id: int, add: int, *, at: datetime
) -> Shortage | None:
    """Add so many to the draft (negative: take away); what is beyond the stock is left out and returned.

    Raises `GroupBlocked`, `OrdersClosed`, `ProductNotOffered`, `CatalogClosed`.
    """
    require_not_blocked(distribution.group, at)
    quantity = add_to_draft(distribution, membership, product_id, add, at=at)
    limited = Product.objects.filter(pk=product_id, stock__isnull=False).first() if add > 0 else None
    if limited is None:
        return None
    left = allowed(distribution, membership, [limited])[limited.pk]
    if quantity <= left:
        return None
    shortage = Shortage(limited.pk, limited.name, quantity, left)
    keep_what_remains(distribution, membership, [shortage], at=at)
    return shortage
