"""The forms of planning: a cycle, another day, a reason, the hours of each catalog; all hours are those of Paris."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from cabas.clock import PARIS
from cabas.distributions.forms import PlanForm
from cabas.distributions.models import Distribution, Participation
from cabas.groups.models import Group
from cabas.planning.catalog_hours import OrderHours
from cabas.planning.cycles import Repetition, hours_of
from cabas.planning.models import Cycle, Rhythm
from cabas.planning.postponing import Move
from cabas.planning.repeating import Hours

WHY_MAX = 300
BEFORE_MAX = 60
PAIR = ("opens_on", "closes_on")
SHIFT, KEEP, OTHER = "shift", "keep", "other"


def _before(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=BEFORE_MAX,
        error_messages={
            "required": _("Indiquez un nombre de jours."),
            "invalid": _("Indiquez un nombre de jours."),
            "min_value": _("Indiquez un nombre de jours, de 0 à 60."),
            "max_value": _("Indiquez un nombre de jours, de 0 à 60."),
        },
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )


def why_field() -> forms.CharField:
    return forms.CharField(
        label=_("Pourquoi"),
        required=False,
        max_length=WHY_MAX,
        help_text=_("Les membres lisent cette phrase dans le message."),
        error_messages={"max_length": _("La phrase est trop longue\u202f: 300 signes au plus.")},
    )


class HoursForm(PlanForm):
    """What the evenings of a cycle have in common, without their days."""

    opens_before = _before(_("Ouverture des commandes, jours avant"))
    closes_before = _before(_("Fermeture des commandes, jours avant"))
    day = opens_on = closes_on = None  # type: ignore[assignment]  # counted, not said
    field_order: tuple[str, ...] = (
        "starts",
        "ends",
        "place",
        "opens_before",
        "opens",
        "closes_before",
        "closes",
        "catalogs",
    )

    def hours(self) -> Hours:
        names = ("place", "starts", "ends", "opens_before", "opens", "closes_before", "closes")
        return Hours(**{name: self.cleaned_data[name] for name in names})


class CycleForm(HoursForm):
    """A cycle before it is planned."""

    rhythm = forms.ChoiceField(label=_("Rythme"), choices=Rhythm.choices)
    first_on = forms.DateField(
        label=_("Première distribution"),
        error_messages={"required": _("Indiquez le jour."), "invalid": _("Indiquez le jour.")},
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    last_on = forms.DateField(
        label=_("Dernière distribution, au plus tard le"),
        error_messages={"required": _("Indiquez le jour."), "invalid": _("Indiquez le jour.")},
        validators=[MaxValueValidator(date(2099, 12, 31), _("Choisissez un jour entre 2000 et 2099."))],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    field_order = ("rhythm", "first_on", "last_on", *HoursForm.field_order)

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("first_on"), self.cleaned_data.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", said("La dernière distribution vient après la première."))
        return self.cleaned_data

    def repetition(self) -> Repetition:
        wanted = self.cleaned_data
        return Repetition(wanted["rhythm"], wanted["first_on"], wanted["last_on"], self.hours())


def proposed_cycle(group: Group, today: date) -> dict[str, Any]:
    """A week after the last distribution, for half a year, with its hours, its place and its catalogs."""
    last = group.distributions.standing().select_related("place").order_by("-starts_at").first()
    first = max(last.day + timedelta(days=7), today + timedelta(days=7)) if last else today + timedelta(days=14)
    common = {"rhythm": Rhythm.WEEKLY, "first_on": first, "last_on": first + timedelta(weeks=25)}
    if last is None:
        place = group.places.order_by("pk").first()
        hours = Hours(place.name if place else "", time(18, 30), time(19, 30), 6, time(8), 1, time(20))
        return common | vars(hours) | {"catalogs": list(group.catalogs.running(first))}
    return common | vars(_hours_like(last)) | {"catalogs": list(last.catalogs.running(first))}


def _hours_like(distribution: Distribution) -> Hours:
    opens, closes = (moment.astimezone(PARIS) for moment in (distribution.orders_open_at, distribution.orders_close_at))
    return Hours(
        place=distribution.place.name,
        starts=distribution.starts_at.astimezone(PARIS).time(),
        ends=distribution.ends_at.astimezone(PARIS).time(),
        opens_before=(distribution.day - opens.date()).days,
        opens=opens.time(),
        closes_before=(distribution.day - closes.date()).days,
        closes=closes.time(),
    )


def said_of_cycle(cycle: Cycle, like: Distribution | None) -> dict[str, Any]:
    """A cycle, as `HoursForm` says it, with the catalogs of one of its distributions."""
    return vars(hours_of(cycle)) | {"catalogs": list(like.catalogs.all()) if like else []}


def like(distribution: Distribution, day: date) -> dict[str, Any]:
    """What `PlanForm` says of the same evening on another day: closings are as many days before it."""
    hours = _hours_like(distribution)
    return {
        "day": day,
        "starts": hours.starts,
        "ends": hours.ends,
        "place": hours.place,
        "opens_on": day - timedelta(days=hours.opens_before),
        "opens": hours.opens,
        "closes_on": day - timedelta(days=hours.closes_before),
        "closes": hours.closes,
        "catalogs": list(distribution.catalogs.running(day)),
    }


class PostponeForm(PlanForm):
    """Where and when instead, and what becomes of the closing."""

    closing = forms.ChoiceField(label=_("Fermeture des commandes"), widget=forms.RadioSelect)
    why = why_field()
    opens_on = opens = catalogs = None  # type: ignore[assignment]  # they stay
    field_order = ("day", "starts", "ends", "place", "closing", "closes_on", "closes", "why")

    def __init__(self, distribution: Distribution, closes: str, data: Any = None) -> None:
        initial = like(distribution, distribution.day + timedelta(days=7)) | {"closing": SHIFT}
        forms.Form.__init__(self, data, initial=initial)  # no catalogs to choose among
        self.distribution = distribution
        self.fields["closing"].choices = [  # type: ignore[attr-defined]
            (SHIFT, _("décalée d’autant")),
            (KEEP, said("inchangée (%(closes)s)") % {"closes": closes}),
            (OTHER, _("à un autre moment")),
        ]
        for name in ("closes_on", "closes"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("closing") == OTHER and not (values.get("closes_on") and values.get("closes")):
            self.add_error("closes_on", said("Indiquez le jour et l’heure de fermeture."))
        return values

    def move(self) -> Move:
        values = self.cleaned_data
        return Move(
            place=values["place"],
            starts_at=_moment(values["day"], values["starts"]),
            ends_at=_moment(values["day"], values["ends"]),
            closes_at=self._closing(),
            why=values["why"].strip(),
        )

    def _closing(self) -> datetime | None:
        values = self.cleaned_data
        if values["closing"] == KEEP:
            return self.distribution.orders_close_at
        return _moment(values["closes_on"], values["closes"]) if values["closing"] == OTHER else None


class WhyForm(forms.Form):
    """Why it is cancelled."""

    why = why_field()


class CatalogHoursForm(forms.Form):
    """From when to when one catalog is ordered."""

    opens_on = PlanForm.base_fields["opens_on"]
    opens = PlanForm.base_fields["opens"]
    closes_on = PlanForm.base_fields["closes_on"]
    closes = PlanForm.base_fields["closes"]

    def __init__(self, participation: Participation, data: Any = None) -> None:
        opens, closes = (moment.astimezone(PARIS) for moment in (participation.opens_at, participation.closes_at))
        initial = {"opens_on": opens.date(), "opens": opens.time(), "closes_on": closes.date(), "closes": closes.time()}
        super().__init__(data, initial=initial, prefix=str(participation.pk))
        self.participation = participation

    def hours(self) -> OrderHours:
        """What was said; a moment whose minute was not changed keeps its seconds."""
        was, values = self.participation, self.cleaned_data
        return OrderHours(
            _kept(was.opens_at, _moment(values["opens_on"], values["opens"])),
            _kept(was.closes_at, _moment(values["closes_on"], values["closes"])),
        )


def _kept(was: datetime, now: datetime) -> datetime:
    return was if now == was.astimezone(PARIS).replace(second=0, microsecond=0) else now


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=PARIS)
