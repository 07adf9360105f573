"""A mail that Cabas sends is a row first: written with its cause, kept after it left."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cabas.groups.models import Group, Membership
from cabas.mail.attaching import each_of
from cabas.mail.kinds import Level
from cabas.people.invented import NOWHERE

ATTEMPTS_MAX = 5


class State(models.TextChoices):
    """What became of a mail, in words."""

    WAITING = "waiting", _("en attente")
    SENT = "sent", _("envoyé")
    GIVEN_UP = "given up", _("échec")
    HELD = "held", _("attend le message du soir")
    KEPT = "kept", _("gardé ici, jamais envoyé")


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def waiting(self) -> Self:
        return self.filter(sent_at__isnull=True)

    def leaving(self) -> Self:
        """Those that wait and will leave: nothing of a group of examples does, nor what is written to nobody."""
        waiting = self.waiting().exclude(to__endswith=NOWHERE)
        if settings.IS_DEMO:
            return waiting
        return waiting.filter(models.Q(group__isnull=True) | models.Q(group__book__is_disposable=False))

    def due(self, *, at: datetime) -> Self:
        """Those to be sent at this moment: not given up, not in the hands of a worker, not to be tried later."""
        free = models.Q(try_after__isnull=True) | models.Q(try_after__lte=at)
        return self.leaving().filter(free, attempts__lt=ATTEMPTS_MAX, is_held=False)

    def held(self) -> Self:
        """Those that wait for the evening."""
        return self.leaving().filter(is_held=True)

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
    # A paper made when the mail leaves: {"paper": a name of MAIL_PAPERS, "file": its file's name, …}; see `attaching`.
    attached: "models.JSONField[dict[str, Any] | None]" = models.JSONField(null=True, default=None)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField(null=True)  # a worker has it until then, or it failed and rests until then
    last_error = models.CharField(max_length=200, blank=True)
    reply_to = models.EmailField(blank=True)  # who wrote it; where nobody did, somebody of the coordination
    batch = models.UUIDField(null=True)  # the same for all mails of one sending
    is_held = models.BooleanField(default=False)  # its reader has one mail a day: it leaves in the evening
    # The mail of the evening in which it left, with the others of its day.
    gathered_in = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="gathered")

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["group", "-id"], name="mails_of_a_group"),
            models.Index(fields=["membership", "-id"], name="mails_of_a_member"),
            models.Index(fields=["id"], condition=models.Q(sent_at__isnull=True), name="mails_waiting"),
            models.Index(fields=["batch"], condition=models.Q(batch__isnull=False), name="mails_of_a_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.to}"

    @property
    def papers(self) -> list[dict[str, Any]]:
        """What goes with it, by name; `given`: the number of a file that somebody wrote it with."""
        return [{"file": each["file"], "given": each["about"].get("given")} for each in each_of(self.attached)]

    @property
    def state(self) -> State:
        """That of the evening's mail where it left in one: fetch `gathered_in`, and the book of its group, with it."""
        if self.group is not None and self.group.is_example:
            return State.KEPT
        if self.gathered_in:
            return self.gathered_in.state
        if self.sent_at:
            return State.SENT
        if self.is_held:
            return State.HELD
        return State.GIVEN_UP if self.attempts >= ATTEMPTS_MAX else State.WAITING


class MailPreference(models.Model):
    """What a person wants to receive of a group; who has no such row receives all, at once."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.ALL)
    is_daily = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="mail_preference_once")]

    def __str__(self) -> str:
        return f"{self.person_id}, {self.group_id}: {self.level}"
