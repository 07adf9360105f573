"""A calendar feed is a secret address at which the calendar of a person reads the distributions of a group."""

import secrets

from django.conf import settings
from django.db import models

from cabas.groups.models import Group, Membership

TOKEN_BYTES = 24


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


class CalendarFeed(models.Model):
    """Whoever knows the token reads the feed: calendars do not sign in."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=64, unique=True, default=new_token)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="one_calendar_per_person")]

    def __str__(self) -> str:
        return f"{self.group}, {self.person}"
