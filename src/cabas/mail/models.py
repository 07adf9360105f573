"""A mail that Cabas sends is a row first: written with its cause, kept after it left."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cabas.groups.models import Group, Membership


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def waiting(self) -> Self:
        return self.filter(sent_at__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class OutgoingMail(models.Model):
    """One mail to one address. `kind` is its code in docs/glossary.md (E3: order confirmed, E13: basket differs)."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, related_name="mails")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, null=True, related_name="mails")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=8)
    to = models.EmailField(_("à"))
    subject = models.CharField(_("objet"), max_length=200)
    body = models.TextField(_("texte"))
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["group", "-id"], name="mails_of_a_group"),
            models.Index(fields=["membership", "-id"], name="mails_of_a_member"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.to}"
