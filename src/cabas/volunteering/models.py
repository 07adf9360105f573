"""A duty is a person in a role at a distribution; roles are of the group, or come with a catalog."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cabas.catalogs.models import Catalog
from cabas.distributions.models import Distribution
from cabas.groups.models import Adult, Group

PEOPLE_MAX = 30
OPENS_MIN, OPENS, OPENS_MAX = 7, 60, 180  # days before a distribution
LEAVES, CALLS, INSTRUCTS = 2, 7, 4
DAYS_MAX = 60


def _days(label: Any, default: int, *limits: int) -> "models.PositiveSmallIntegerField[int, int]":
    least, most = limits
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MinValueValidator(least), MaxValueValidator(most)]
    )


class DutySettings(models.Model):
    """How duties go in a group, in days before the distribution; 0 for the two mails: they are not sent.

    A group without a row goes by the defaults.
    """

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="duty_settings")
    opens_days_before = _days(_("Inscriptions ouvertes"), OPENS, OPENS_MIN, OPENS_MAX)
    leave_days_before = _days(_("On se désinscrit seul jusqu’à"), LEAVES, 0, DAYS_MAX)
    call_days_before = _days(_("Appel aux volontaires"), CALLS, 0, DAYS_MAX)
    instruct_days_before = _days(_("Consignes aux inscrits"), INSTRUCTS, 0, DAYS_MAX)

    def __str__(self) -> str:
        return f"{self.group}, {self.opens_days_before}"

    @property
    def opens(self) -> timedelta:
        return timedelta(days=self.opens_days_before)

    @property
    def leave(self) -> timedelta:
        return timedelta(days=self.leave_days_before)


class DutyRole(models.Model):
    """What somebody does at a distribution. Of a `catalog`: only where that catalog takes part.

    `people_wanted` 0: nobody, but where an `Adjustment` asks for some. `opens_stand`: who is in it gets the link of the
    stand the day before.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="duty_roles")
    catalog = models.ForeignKey(
        Catalog, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Pour")
    )
    name = models.CharField(_("Nom du rôle"), max_length=60)
    people_wanted = models.PositiveSmallIntegerField(
        _("Personnes par distribution"), default=1, validators=[MaxValueValidator(PEOPLE_MAX)]
    )
    instructions = models.TextField(_("Consignes"), max_length=2000, blank=True)
    opens_stand = models.BooleanField(_("Envoyer le lien du stand la veille"), default=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "name"], condition=models.Q(removed_at__isnull=True), name="duty_role_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Adjustment(models.Model):
    """For one distribution a role wants another number of people; 0: none."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    distribution = models.ForeignKey(Distribution, on_delete=models.CASCADE, related_name="duty_adjustments")
    role = models.ForeignKey(DutyRole, on_delete=models.CASCADE, related_name="adjustments")
    people_wanted = models.PositiveSmallIntegerField(validators=[MaxValueValidator(PEOPLE_MAX)])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["distribution", "role"], name="role_adjusted_once")]

    def __str__(self) -> str:
        return f"{self.role}, {self.distribution}: {self.people_wanted}"


class DutyQuerySet(models.QuerySet["Duty"]):
    def standing(self) -> Self:
        """Those of people whose household is in the group, at distributions that were not cancelled."""
        adults = Adult.objects.filter(group=models.OuterRef("group"), person=models.OuterRef("person"))
        here = models.Exists(adults.filter(membership__left_on__isnull=True))
        return self.filter(here, distribution__cancelled_at__isnull=True)

    def done(self, since: datetime, until: datetime) -> Self:
        """At the distributions that began between these moments, and took place."""
        return self.filter(
            distribution__starts_at__gte=since,
            distribution__starts_at__lt=until,
            distribution__cancelled_at__isnull=True,
        )


class Duty(models.Model):
    """A person is in a role at a distribution. The person they are: the second adult of a household counts as such."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    distribution = models.ForeignKey(Distribution, on_delete=models.CASCADE, related_name="duties")
    role = models.ForeignKey(DutyRole, on_delete=models.PROTECT, related_name="duties")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="duties")
    signed_up_at = models.DateTimeField()
    signed_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    instructed_at = models.DateTimeField(null=True)  # E40 left
    linked_at = models.DateTimeField(null=True)  # E7 left

    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["distribution", "role", "person"], name="in_a_role_once")]
        indexes = [models.Index(fields=["group", "person"], name="duties_of_a_person")]

    def __str__(self) -> str:
        return f"{self.person}, {self.role}, {self.distribution}"


class Call(models.Model):
    """The members were asked once for the people a distribution lacks: E39."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    distribution = models.OneToOneField(Distribution, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.distribution}, {self.at}"
