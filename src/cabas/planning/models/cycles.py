"""A cycle is a set of distributions that were planned together and repeat, with the same hours at the same place."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cabas.distributions.models import Distribution
from cabas.groups.models import Group


class Rhythm(models.TextChoices):
    """How often."""

    WEEKLY = "weekly", _("Chaque semaine")
    BIWEEKLY = "biweekly", _("Toutes les 2 semaines")
    TRIWEEKLY = "triweekly", _("Toutes les 3 semaines")
    MONTHLY = "monthly", _("Chaque mois, le même jour de la semaine")


class Cycle(models.Model):
    """From `first_on` to `last_on`. Hours are those of a clock in Paris, days are counted before each distribution."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="cycles")
    number = models.PositiveIntegerField(_("numéro"))
    rhythm = models.CharField(_("rythme"), max_length=10, choices=Rhythm.choices)
    first_on = models.DateField(_("première distribution"))
    last_on = models.DateField(_("dernière distribution"))
    place_name = models.CharField(_("lieu"), max_length=120)
    starts = models.TimeField(_("début"))
    ends = models.TimeField(_("fin"))
    opens_before = models.PositiveIntegerField(_("ouverture des commandes, jours avant"))
    opens = models.TimeField(_("heure d’ouverture"))
    closes_before = models.PositiveIntegerField(_("fermeture des commandes, jours avant"))
    closes = models.TimeField(_("heure de fermeture"))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="cycle_number_once_per_group")]

    def __str__(self) -> str:
        return f"{self.group}, {self.first_on} – {self.last_on}"


class CycleDay(models.Model):
    """A distribution belongs to a cycle; changed by itself it still does."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="days")
    distribution = models.OneToOneField(Distribution, on_delete=models.CASCADE, related_name="cycle_day")

    def __str__(self) -> str:
        return str(self.distribution)
