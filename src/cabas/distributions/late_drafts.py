"""What somebody chose in the shop and never ordered is forgotten thirty days after the distribution.

It was worth nothing since closing; until then it is there where orders are reopened.
"""

from datetime import datetime, timedelta

from django.db import transaction

from cabas.distributions.drafts import drop_drafts
from cabas.distributions.models import Draft

KEPT = timedelta(days=30)


@transaction.atomic
def forget_late(*, at: datetime) -> None:
    """Nobody orders there any more: the lock of the book has nothing to protect."""
    drop_drafts(Draft.objects.filter(distribution__ends_at__lt=at - KEPT))
