"""Three questions of a new group: its name, its place, its day and hours; the rest has a good answer already."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from cabas.hosting.founding import SLUG_MAX, NewGroup, SlugRefused, proposed_slug, require_free_slug
from cabas.starting.beginning import Weekly
from cabas.starting.models import Weekday

STARTS, ENDS = time(18, 30), time(19, 30)


def _text(label: Any, missing: Any = "", *, most: int = 120, slug_to: str = "", **attributes: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(missing),
        error_messages={"required": missing},
        widget=forms.TextInput(attributes | ({"data-slug-to": slug_to} if slug_to else {})),
    )


def _hour(label: Any, usual: time) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        initial=usual,
        error_messages={"invalid": _("Indiquez une heure.")},
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )


class GroupForm(forms.Form):
    """A new group. `group` and `weekly` are what was said; its address is made of its name where none was typed."""

    name = _text(_("Nom du groupe"), _("Indiquez le nom du groupe."), slug_to="#id_slug")
    place = _text(_("Lieu des distributions"), _("Indiquez où ont lieu les distributions."))
    weekday = forms.TypedChoiceField(
        label=_("Jour des distributions"), required=False, coerce=int, empty_value=None, choices=[]
    )
    starts, ends = _hour(_("De"), STARTS), _hour(_("À"), ENDS)
    slug = _text(_("Adresse dans Cabas"), most=SLUG_MAX, autocapitalize="none", spellcheck="false")
    place_address = _text(_("Adresse du lieu"), most=200, autocomplete="off")
    payee = _text(_("Ordre des chèques"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["weekday"].choices = [("", said("Pas encore fixé")), *Weekday.choices]  # type: ignore[attr-defined]
        self.fields["slug"].help_text = _(
            "Ce qui suit /g/ dans l’adresse de ses pages. Laissée vide, elle est faite du nom\u202f; "
            "elle ne change plus ensuite."
        )
        self.fields["place"].help_text = _("Par exemple\u202f: Salle des Aulnes.")
        self.fields["payee"].help_text = _("Laissé vide, c’est le nom du groupe.")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        values["slug"] = values.get("slug", "").lower() or proposed_slug(values.get("name", ""))
        if "name" in values and "slug" not in self.errors:
            try:
                require_free_slug(values["slug"])
            except SlugRefused as refusal:
                self.add_error("slug", str(refusal))
        self._require_hours(values)
        return values

    def _require_hours(self, values: dict[str, Any]) -> None:
        if values.get("weekday") is None or {"starts", "ends"} & set(self.errors):
            return
        for name in ("starts", "ends"):
            if values.get(name) is None:
                self.add_error(name, said("Indiquez une heure."))
        if not self.errors and values["starts"] >= values["ends"]:
            self.add_error("ends", said("La distribution finit après son début."))

    @property
    def group(self) -> NewGroup:
        names = ("name", "slug", "place", "place_address", "payee")
        return NewGroup(**{name: self.cleaned_data[name] for name in names})

    @property
    def weekly(self) -> Weekly | None:
        values = self.cleaned_data
        if values["weekday"] is None:
            return None
        return Weekly(values["weekday"], values["starts"], values["ends"])

    @property
    def has_details_to_correct(self) -> bool:
        """Is something refused that stands among the details, which are folded?"""
        return bool({"slug", "place_address", "payee"} & set(self.errors))
