"""What was written to whom, and what was told already: rows that are only added, unless called back in time."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cabas.announcements.audience_words import said
from cabas.groups.models import Group, Membership
from cabas.money.fields import MoneyField

SUBJECT_MAX = 150
BODY_MAX = 8_000
NAME_MAX = 60


class Announcement(models.Model):
    """A message to a list. Its mails have its `key` as their batch; the same form sent twice writes one.

    `audience` is the code of the list, `audience_about` the day or the catalog it is about; subject and text are as
    they were typed, what stands in brackets not filled in.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="announcements")
    number = models.PositiveIntegerField()
    key = models.UUIDField()
    audience = models.CharField(max_length=40)
    audience_about = models.CharField(max_length=120, blank=True)
    subject = models.CharField(_("objet"), max_length=SUBJECT_MAX)
    body = models.TextField(_("texte"), max_length=BODY_MAX)
    recipient_count = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="announcement_number_once_per_group"),
            models.UniqueConstraint(fields=["group", "key"], name="announcement_sent_once"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("announcements:message", kwargs={"slug": self.group.slug, "number": self.number})

    @property
    def audience_said(self) -> str:
        """What the list is called, in the reader’s language."""
        return said(self.audience, self.audience_about)


class MessageFile(models.Model):
    """A file that goes with a message. `key`: that of the message, which is sent or still being written."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, null=True, related_name="files")
    name = models.CharField(max_length=100)
    content = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["group", "key"], name="files_of_a_message")]

    def __str__(self) -> str:
        return self.name


class MessageTemplate(models.Model):
    """A message of the group that is written again and again, kept under a name."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("nom du modèle"), max_length=NAME_MAX)
    subject = models.CharField(max_length=SUBJECT_MAX)
    body = models.TextField(max_length=BODY_MAX)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "name"], name="template_name_once_per_group")]

    def __str__(self) -> str:
        return self.name


class Reminder(models.Model):
    """A household was reminded of what it owed: at most once in 7 days. `key`: of the sending, and of its mails."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    amount = MoneyField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "membership"], name="reminded_once_by_a_sending")]
        indexes = [models.Index(fields=["group", "-at"], name="reminders_of_a_group")]

    def __str__(self) -> str:
        return f"{self.membership_id}, {self.at}"


class Told(models.Model):
    """What is told once of a distribution, a week, a year. `about` says which: « 118 », « 2026-W48 », « 2026 »."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)
    about = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "kind", "about"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"
