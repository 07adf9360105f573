"""A host has one group of examples at most: whose it is, and when it was made."""

from django.conf import settings
from django.db import models

from cabas.groups.models import Group


class Example(models.Model):
    """This group holds invented data, for who made it. Its book is disposable: that is what lets it be erased."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="example")
    made_by = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.group}, {self.made_by}"
