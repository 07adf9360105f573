"""The form that plans a distribution: one day, its hours, and when orders open and close, in Europe/Paris."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cabas.catalogs.models import Catalog
from cabas.clock import PARIS
from cabas.distributions.planning import Evening
from cabas.groups.models import Group


def _date_field(label: Any, missing: Any) -> forms.DateField:
    errors = {"required": missing, "invalid": missing}
    return forms.DateField(
        label=label, error_messages=errors, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


def _time_field(label: Any, missing: Any) -> forms.TimeField:
    errors = {"required": missing, "invalid": missing}
    return forms.TimeField(label=label, error_messages=errors, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))


class PlanForm(forms.Form):
    """What a coordinator says of an evening. `evening()` is what was said, as moments."""

    day = _date_field(_("Jour de la distribution"), _("Indiquez le jour."))
    starts = _time_field(_("Début"), _("Indiquez l’heure de début."))
    ends = _time_field(_("Fin"), _("Indiquez l’heure de fin."))
    place = forms.CharField(label=_("Lieu"), max_length=120, error_messages={"required": _("Indiquez le lieu.")})
    opens_on = _date_field(_("Ouverture des commandes, le"), _("Indiquez le jour d’ouverture."))
    opens = _time_field(_("Heure d’ouverture"), _("Indiquez l’heure d’ouverture."))
    closes_on = _date_field(_("Fermeture des commandes, le"), _("Indiquez le jour de fermeture."))
    closes = _time_field(_("Heure de fermeture"), _("Indiquez l’heure de fermeture."))
    catalogs = forms.ModelMultipleChoiceField(
        Catalog.objects.none(),
        label=_("Catalogues qui participent"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins un catalogue.")},
    )

    def __init__(self, group: Group, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["catalogs"].queryset = group.catalogs.order_by("name")  # type: ignore[attr-defined]

    def evening(self) -> Evening:
        said = self.cleaned_data
        return Evening(
            place=said["place"],
            starts_at=_moment(said["day"], said["starts"]),
            ends_at=_moment(said["day"], said["ends"]),
            orders_open_at=_moment(said["opens_on"], said["opens"]),
            orders_close_at=_moment(said["closes_on"], said["closes"]),
        )


def proposed(group: Group, today: date) -> dict[str, Any]:
    """What the empty form proposes: a week after the last distribution, with its hours, its place and its catalogs."""
    last = group.distributions.select_related("place").order_by("-starts_at").first()
    if last is None:
        day = today + timedelta(days=7)
        return _around(day, time(18, 30), time(19, 30)) | {"catalogs": list(group.catalogs.all())}
    day = max(last.day + timedelta(days=7), today + timedelta(days=7))
    starts, ends = last.starts_at.astimezone(PARIS), last.ends_at.astimezone(PARIS)
    return _around(day, starts.time(), ends.time()) | {
        "place": last.place.name,
        "catalogs": list(last.catalogs.all()),
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


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=PARIS)
