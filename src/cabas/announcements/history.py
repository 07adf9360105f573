"""What was sent to a list is looked at again: how many mails left, how many wait, how many failed."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q

from cabas.groups.models import Group
from cabas.mail.models import ATTEMPTS_MAX, OutgoingMail

ALONE = Q(gathered_in__isnull=True)
SENT = (ALONE & Q(sent_at__isnull=False)) | Q(gathered_in__sent_at__isnull=False)
FAILED = (ALONE & Q(sent_at__isnull=True, attempts__gte=ATTEMPTS_MAX)) | Q(
    gathered_in__sent_at__isnull=True, gathered_in__attempts__gte=ATTEMPTS_MAX
)
TRIED = ~ALONE | Q(sent_at__isnull=False) | Q(attempts__gt=0)


class Course(NamedTuple):
    """Of the mails of one sending; `tried`: those that can no longer be called back."""

    total: int = 0
    sent: int = 0
    failed: int = 0
    tried: int = 0

    @property
    def waiting(self) -> int:
        return self.total - self.sent - self.failed


NOTHING = Course()


def courses(group: Group, batches: Collection[UUID]) -> dict[UUID, Course]:
    """By batch. One statement, whatever their number."""
    mails = OutgoingMail.objects.filter(group=group, batch__in=batches).values("batch")
    counted = mails.annotate(
        total=Count("pk"),
        sent=Count("pk", filter=SENT),
        failed=Count("pk", filter=FAILED),
        tried=Count("pk", filter=TRIED),
    )
    return {each.pop("batch"): Course(**each) for each in counted}
