"""How a group began: by which way, on which day it meets, and what it said it needs not."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cabas.groups.models import Group


class Way(models.TextChoices):
    """From nothing, or from the files of another system."""

    CREATION = "creation", _("Créer mon groupe")
    CAGETTE = "cagette", _("Reprendre depuis Cagette")


class Weekday(models.IntegerChoices):
    """As `date.weekday` counts them."""

    MONDAY = 0, _("lundi")
    TUESDAY = 1, _("mardi")
    WEDNESDAY = 2, _("mercredi")
    THURSDAY = 3, _("jeudi")
    FRIDAY = 4, _("vendredi")
    SATURDAY = 5, _("samedi")
    SUNDAY = 6, _("dimanche")


class Beginning(models.Model):
    """What was said when the group was created. `weekday` is None where nothing was said of it, and then no hours."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="beginning")
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.CREATION)
    weekday = models.PositiveSmallIntegerField(_("jour"), choices=Weekday.choices, null=True)
    starts = models.TimeField(_("début"), null=True)
    ends = models.TimeField(_("fin"), null=True)
    has_no_balances = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekday=None, starts=None, ends=None)
                | models.Q(weekday__isnull=False, starts__isnull=False, ends__isnull=False),
                name="beginning_says_a_day_with_its_hours",
            )
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.way}"
