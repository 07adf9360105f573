"""Who was on duty how often in the last 12 months: so that it is shared."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from cabas.groups.models import Adult, Group
from cabas.people.models import User
from cabas.sheets.writing import csv_for_excel
from cabas.volunteering.models import Duty

TWELVE_MONTHS = timedelta(days=365)


class Participation(NamedTuple):
    """A person of the group: duties done in 12 months, the day of the last one ever, duties to come."""

    number: int
    first_name: str
    last_name: str
    done: int
    last: date | None
    coming: int

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


def participation_of(group: Group, *, at: datetime) -> list[Participation]:
    """Everybody of the group, those who did least first, then by name. One statement."""
    here = Q(person__duties__group=group, person__duties__distribution__cancelled_at=None)
    begun = here & Q(person__duties__distribution__starts_at__lt=at)
    of_year = begun & Q(person__duties__distribution__starts_at__gte=at - TWELVE_MONTHS)
    adults = Adult.objects.filter(group=group, membership__left_on=None, membership__passage=None)
    rows = adults.annotate(
        done=Count("person__duties", filter=of_year),
        last=Max("person__duties__distribution__day", filter=begun),
        coming=Count("person__duties", filter=here & Q(person__duties__distribution__starts_at__gte=at)),
    ).order_by("done", "membership__sort_name", "membership__number", "position")
    columns = ("membership__number", "person__first_name", "person__last_name", "done", "last", "coming")
    return [Participation._make(row) for row in rows.values_list(*columns)]


def done_by(person: User, group: Group, *, at: datetime) -> int:
    """How many duties this person did in 12 months. One statement."""
    return Duty.objects.filter(group=group, person=person).done(at - TWELVE_MONTHS, at).count()


def participation_file(group: Group, *, at: datetime) -> bytes:
    """The same for a spreadsheet."""
    headings = [
        _("N° du foyer"),
        _("Prénom"),
        _("Nom"),
        _("Permanences sur 12 mois"),
        _("La dernière"),
        _("À venir"),
    ]
    return csv_for_excel(headings, participation_of(group, at=at))
