"""Which basket each person at a stand has open; a row that is a minute old says nothing any more."""

from django.conf import settings
from django.db import models

from cabas.distributions.models import Distribution
from cabas.groups.models import Group


class Presence(models.Model):
    """`number` is that of the basket. No act depends on it: it only spares two people the same basket."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    distribution = models.ForeignKey(Distribution, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["distribution", "person"], name="one_presence_per_person_and_stand")
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.number}"
