"""A day pass opens one stand, for one evening, to a named member; only the hash of its link is kept."""

import uuid
from datetime import datetime, time, timedelta
from typing import Self

from django.conf import settings
from django.db import models

from cabas.clock import PARIS, local_date
from cabas.distributions.models import Distribution
from cabas.groups.models import Adult, Group

LATE_ACTS_COME_FOR = timedelta(days=2)


class DayPassQuerySet(models.QuerySet["DayPass"]):
    def standing(self) -> Self:
        """Those that nobody revoked, of a person whose household is in the group."""
        adults = Adult.objects.filter(group=models.OuterRef("group"), person=models.OuterRef("person"))
        return self.filter(models.Exists(adults.filter(membership__left_on__isnull=True)), revoked_at__isnull=True)

    def usable(self, at: datetime) -> Self:
        """Those that open their stand at this moment: on the day of the distribution, until midnight in Paris."""
        return self.standing().filter(distribution__day=local_date(at))

    def over(self, at: datetime) -> Self:
        """Those that opened their stand until a midnight that is at most two days past: what waits on a phone comes."""
        today = local_date(at)
        return self.standing().filter(distribution__day__lt=today, distribution__day__gte=today - LATE_ACTS_COME_FOR)


class DayPass(models.Model):
    """`seed`, with the installation's key, gives the link again (`day_passes.token_of`); alone it gives nothing."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    distribution = models.ForeignKey(Distribution, on_delete=models.CASCADE, related_name="day_passes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seed = models.UUIDField(default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = DayPassQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["distribution", "person"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_standing_pass_per_person_and_stand",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.distribution}"

    @property
    def ends_at(self) -> datetime:
        """The midnight, in Paris, from which it opens nothing any more."""
        return datetime.combine(self.distribution.day + timedelta(days=1), time(), PARIS)
