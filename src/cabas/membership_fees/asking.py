"""What a group asks for a year stands until another amount is asked, from a later year on; what was paid stays."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cabas.clock import local_date
from cabas.groups.models import Group
from cabas.membership_fees.models import FeeAmount, FeeSettings
from cabas.membership_fees.periods import Period
from cabas.money import Money
from cabas.prepared import prepared

LEAP_YEAR = 2024
NOTHING = Money(0)


class NoSuchDay(Exception):
    """The 31st of a month that has no such day."""

    def __str__(self) -> str:
        return _("Ce mois n’a pas ce jour\u202f: choisissez un autre jour.")


class NothingAsked(Exception):
    """A fee of nothing is none."""

    def __str__(self) -> str:
        return _("Une cotisation est d’au moins 0,01 €\u202f: si le groupe n’en demande pas, décochez la case.")


@dataclass(frozen=True)
class Fee:
    """What the group asks for one year: « Adhésion 2026-2027 », 15,00 €."""

    settings: FeeSettings
    period: Period
    amount: Money

    @property
    def title(self) -> str:
        return self.settings.title(self.period)

    def for_period(self, period: Period) -> "Fee":
        """The same amount for another year, where none is known for it."""
        return replace(self, period=period)


def fee_asked(group: Group, *, on: date) -> Fee | None:
    """What the group asks for the year that this day is in; None where it asks nothing. One statement."""
    for known in _amounts_known(group.pk, on.year):
        settings = known.group.fee_settings
        settings.group = group
        if known.from_year <= (period := settings.period_of(on)).year:
            return Fee(settings, period, known.amount)
    return None


def settings_asking(group: Group) -> FeeSettings | None:
    """Those of a group that asks a fee. One statement."""
    for settings in _asking(group.pk):
        settings.group = group
        return settings
    return None


def fee_of(settings: FeeSettings, period: Period) -> Fee | None:
    """What is asked for this year. One statement."""
    known = FeeAmount.objects.filter(group=settings.group_id, from_year__lte=period.year).order_by("-from_year")
    amount = known.values_list("amount", flat=True).first()
    return None if amount is None else Fee(settings, period, amount)


@transaction.atomic
def ask(
    group: Group, amount: Money, *, name: str = "", month: int, day: int, from_year: int | None = None, at: datetime
) -> FeeSettings:
    """Ask this fee from a year on, the running one where none is said. Raises `NoSuchDay`, `NothingAsked`."""
    if day < 1 or day > monthrange(LEAP_YEAR, month)[1]:
        raise NoSuchDay
    if amount <= NOTHING:
        raise NothingAsked
    settings = FeeSettings.objects.filter(group=group).first() or FeeSettings()
    settings.group = group
    settings.name, settings.renewal_month, settings.renewal_day = name.strip(), month, day
    settings.asked_on = settings.asked_on or local_date(at)
    settings.save()
    year = settings.period_of(local_date(at)).year if from_year is None else from_year
    FeeAmount.objects.update_or_create(group=group, from_year=year, defaults={"amount": amount})
    return settings


def stop_asking(group: Group) -> None:
    """No fee is asked from now on; what was recorded stays."""
    FeeSettings.objects.filter(group=group).update(asked_on=None)


@prepared
def _asking(group: int) -> "QuerySet[FeeSettings]":
    return FeeSettings.objects.filter(group=group, asked_on__isnull=False)


@prepared
def _amounts_known(group: int, year: int) -> "QuerySet[FeeAmount]":
    """The newest first, of a group that asks: the year of a day began in that of the day, or in the one before."""
    asked = FeeAmount.objects.filter(group=group, from_year__lte=year, group__fee_settings__asked_on__isnull=False)
    return asked.select_related("group__fee_settings").order_by("-from_year")[:2]
