"""The forms of a distribution: one day, its hours, and when orders open and close, in Europe/Paris."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from cabas.catalogs.dates import named_with_dates
from cabas.catalogs.models import Catalog
from cabas.clock import PARIS
from cabas.distributions.models import Distribution
from cabas.distributions.planning import Evening
from cabas.groups.models import Group
from cabas.ui.chosen_field import ChosenField

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
PLACE_MAX = 120
PLACES_LIST = "lieux"  # the id of the list that the field of the place proposes
FIXED_ONCE_STARTED = ("day", "starts", "opens_on", "opens", "closes_on", "closes", "catalogs")


def _date_field(label: Any, missing: Any) -> forms.DateField:
    far = _("Choisissez un jour entre 2000 et 2099.")
    return forms.DateField(
        label=label,
        error_messages={"required": missing, "invalid": missing, "min_value": far, "max_value": far},
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


def _time_field(label: Any, missing: Any) -> forms.TimeField:
    errors = {"required": missing, "invalid": missing}
    return forms.TimeField(label=label, error_messages=errors, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))


class CatalogsField(ChosenField[Catalog]):
    """Some of the catalogs, each with the dates on which it runs."""

    def label_from_instance(self, catalog: Catalog) -> str:
        return named_with_dates(catalog)


class PlanForm(forms.Form):
    """What a coordinator says of an evening. `evening()` is what was said, as moments."""

    day = _date_field(_("Jour de la distribution"), _("Indiquez le jour."))
    starts = _time_field(_("Début"), _("Indiquez l’heure de début."))
    ends = _time_field(_("Fin"), _("Indiquez l’heure de fin."))
    place = forms.CharField(
        label=_("Lieu"),
        max_length=PLACE_MAX,
        widget=forms.TextInput({"list": PLACES_LIST, "autocomplete": "off"}),
        error_messages={
            "required": _("Indiquez le lieu."),
            "max_length": _("Le nom du lieu est trop long\u202f: 120 signes au plus."),
            "null_characters_not_allowed": _("Le nom du lieu contient un signe illisible\u202f: tapez-le de nouveau."),
        },
    )
    opens_on = _date_field(_("Ouverture des commandes, le"), _("Indiquez le jour d’ouverture."))
    opens = _time_field(_("Heure d’ouverture"), _("Indiquez l’heure d’ouverture."))
    closes_on = _date_field(_("Fermeture des commandes, le"), _("Indiquez le jour de fermeture."))
    closes = _time_field(_("Heure de fermeture"), _("Indiquez l’heure de fermeture."))
    catalogs = CatalogsField(
        Catalog.objects.none(),
        label=_("Catalogues qui participent"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choisissez au moins un catalogue."),
            "invalid_choice": _("Un catalogue choisi n’est plus là\u202f: choisissez de nouveau."),
            "invalid_list": _("Choisissez au moins un catalogue."),
            "invalid_pk_value": _("Un catalogue choisi n’est plus là\u202f: choisissez de nouveau."),
        },
    )

    def __init__(self, group: Group, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        here = [catalog.pk for catalog in self.initial.get("catalogs", [])]  # an archived one stays where it takes part
        day = self.initial.get("day") or self.initial.get("first_on")
        kept = Catalog.objects.not_over(day) if isinstance(day, date) and not self.is_bound else Catalog.objects.kept()
        choices = kept.filter(group=group) | Catalog.objects.filter(group=group, pk__in=here)
        self.fields["catalogs"].queryset = choices.order_by("sort_name")  # type: ignore[attr-defined]

    def evening(self) -> Evening:
        said = self.cleaned_data
        return Evening(
            place=said["place"],
            starts_at=_moment(said["day"], said["starts"]),
            ends_at=_moment(said["day"], said["ends"]),
            orders_open_at=_moment(said["opens_on"], said["opens"]),
            orders_close_at=_moment(said["closes_on"], said["closes"]),
        )


class ReplanForm(PlanForm):
    """The same of a distribution that is planned; once it has started, its place and its end are left to say."""

    def __init__(self, distribution: Distribution, at: datetime, *args: Any) -> None:
        super().__init__(distribution.group, *args, initial=_said_of(distribution))
        self.distribution = distribution
        self.has_started = distribution.has_started(at)
        if self.has_started:
            for name in FIXED_ONCE_STARTED:
                del self.fields[name]

    def catalogs_said(self) -> list[Catalog]:
        return list(self.cleaned_data.get("catalogs", self.initial["catalogs"]))

    def evening(self) -> Evening:
        """What was said, on what was not; a moment whose minute was not changed keeps its seconds."""
        said = {**self.initial, **self.cleaned_data}
        was = self.distribution
        return Evening(
            place=said["place"],
            starts_at=_kept(was.starts_at, said["day"], said["starts"]),
            ends_at=_kept(was.ends_at, said["day"], said["ends"]),
            orders_open_at=_kept(was.orders_open_at, said["opens_on"], said["opens"]),
            orders_close_at=_kept(was.orders_close_at, said["closes_on"], said["closes"]),
        )


class ClosingForm(forms.Form):
    """Until when orders are taken."""

    closes_on = _date_field(_("Commandes ouvertes jusqu’au"), _("Indiquez le jour de fermeture."))
    closes = _time_field(_("Heure"), _("Indiquez l’heure de fermeture."))

    def closing(self) -> datetime:
        return _moment(self.cleaned_data["closes_on"], self.cleaned_data["closes"])


def closing_fields(closing: datetime) -> dict[str, str]:
    """What `ClosingForm` is sent for this moment."""
    local = closing.astimezone(PARIS)
    return {"closes_on": f"{local:%Y-%m-%d}", "closes": f"{local:%H:%M}"}


class FirstEvening(forms.Form):
    """The day and the hours that were said of distributions before there was any, as an address carries them."""

    day = forms.DateField()
    starts = forms.TimeField()
    ends = forms.TimeField()


def proposed(group: Group, today: date, asked: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What the empty form proposes: a week after the last distribution, with its hours, its place and its catalogs.

    Where there is none yet, the `FirstEvening` that was `asked`, if it can be read.
    """
    last = group.distributions.select_related("place").order_by("-starts_at").first()
    if last is None:
        said = FirstEvening(asked)
        first = said.cleaned_data if said.is_valid() else {}
        day = first.get("day", today + timedelta(days=7))
        place = group.places.order_by("pk").first()
        return _around(day, first.get("starts", time(18, 30)), first.get("ends", time(19, 30))) | {
            "place": place.name if place else "",
            "catalogs": list(group.catalogs.running(day)),
        }
    day = max(last.day + timedelta(days=7), today + timedelta(days=7))
    starts, ends = last.starts_at.astimezone(PARIS), last.ends_at.astimezone(PARIS)
    return _around(day, starts.time(), ends.time()) | {
        "place": last.place.name,
        "catalogs": list(last.catalogs.running(day)),
    }


def _around(day: date, starts: time, ends: time) -> dict[str, Any]:
    return {
        "day": day,
        "starts": starts,
        "ends": ends,
        "opens_on": day - timedelta(days=6),
        "opens": time(8, 0),
        "closes_on": day - timedelta(days=1),
        "closes": time(20, 0),
    }


def _said_of(distribution: Distribution) -> dict[str, Any]:
    """A distribution, as the form says it."""
    opens, closes = (moment.astimezone(PARIS) for moment in (distribution.orders_open_at, distribution.orders_close_at))
    return {
        "day": distribution.day,
        "starts": distribution.starts_at.astimezone(PARIS).time(),
        "ends": distribution.ends_at.astimezone(PARIS).time(),
        "place": distribution.place.name,
        "opens_on": opens.date(),
        "opens": opens.time(),
        "closes_on": closes.date(),
        "closes": closes.time(),
        "catalogs": list(distribution.catalogs.all()),
    }


def _kept(was: datetime, day: date, hour: time) -> datetime:
    said = _moment(day, hour)
    return was if said.replace(second=0) == was.astimezone(PARIS).replace(second=0, microsecond=0) else said


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=PARIS)
