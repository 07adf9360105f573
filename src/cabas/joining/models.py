"""How a group shows itself and takes people, and what those who ask to join said."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cabas.groups.models import Group, Membership, RoleHolder
from cabas.people.models import User


class Registration(models.TextChoices):
    """What the group answers to whoever would join."""

    OPEN = "open", _("ouvert")
    WAITING = "waiting", _("liste d’attente")
    CLOSED = "closed", _("fermé")
    FULL = "full", _("complet")


class Welcome(models.Model):
    """The page of a group and its door; a group that never set them has none: `welcome_of`."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="welcome")
    presentation = models.TextField(_("présentation"), max_length=4000, blank=True)
    is_public = models.BooleanField(_("page publique"), default=False)
    is_indexed = models.BooleanField(_("trouvée par les moteurs de recherche"), default=False)
    registration = models.CharField(
        _("inscriptions"), max_length=10, choices=Registration.choices, default=Registration.CLOSED
    )
    households_max = models.PositiveIntegerField(_("nombre de foyers au plus"), null=True, blank=True)
    asks_phone = models.BooleanField(_("demander le téléphone"), default=False)
    asks_address = models.BooleanField(_("demander l’adresse"), default=False)

    def __str__(self) -> str:
        return f"{self.group}: {self.registration}"


class ShownContact(models.Model):
    """Somebody whom the group names on its page; as long as they hold a role there."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="shown_contacts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="contact_shown_once")]

    def __str__(self) -> str:
        return f"{self.group}: {self.person}"


class Answer(models.TextChoices):
    """What became of a request."""

    ACCEPTED = "accepted", _("acceptée")
    REFUSED = "refused", _("refusée")
    WITHDRAWN = "withdrawn", _("retirée")


class JoiningRequestQuerySet(models.QuerySet["JoiningRequest"]):
    def waiting(self) -> Self:
        """Those not answered yet, in the order in which they came."""
        return self.filter(answer="").order_by("number")

    def answered(self) -> Self:
        """The others, the latest first."""
        return self.exclude(answer="").order_by("-answered_at", "-number")


class JoiningRequest(models.Model):
    """Somebody asks to join, in their own words. Answered, only the name is kept: `DETAILS` are emptied."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="joining_requests")
    number = models.PositiveIntegerField()
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=32, blank=True)
    address1 = models.CharField(max_length=200, blank=True)
    address2 = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=120, blank=True)
    message = models.TextField(max_length=1000, blank=True)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = JoiningRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="joining_request_number_once"),
            models.UniqueConstraint(
                fields=["group", "email"], condition=models.Q(answer=""), name="one_waiting_request_per_email"
            ),
        ]

    DETAILS = ("email", "phone", "address1", "address2", "postcode", "city", "message")

    def __str__(self) -> str:
        return f"{self.group}: {self.full_name}"

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def place(self) -> int:
        """Which one it is on the list, from 1. One statement."""
        earlier = JoiningRequest.objects.filter(group=self.group_id, number__lt=self.number)
        return earlier.waiting().count() + 1

    def close(self, answer: Answer, *, by: User | None, at: datetime, membership: Membership | None = None) -> None:
        """Write down the answer, and forget what was asked for it only."""
        self.answer, self.answered_by, self.answered_at, self.membership = answer, by, at, membership
        for name in self.DETAILS:
            setattr(self, name, "")
        self.save()


def welcome_of(group: Group) -> Welcome:
    """How it is set; as a group begins where nothing was. One statement."""
    return Welcome.objects.filter(group=group).first() or Welcome(group=group)


def contacts_of(group: Group) -> list[Any]:
    """Whom the group names, by name: those who can be written to and still hold a role. One statement."""
    holders = RoleHolder.objects.filter(group=group).values("person")
    shown = ShownContact.objects.filter(group=group, person__in=holders, person__email__isnull=False)
    return [each.person for each in shown.select_related("person").order_by("person__sort_name", "person")]
