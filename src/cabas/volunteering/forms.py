"""What a coordinator says of a role, and of how duties go in the group."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cabas.catalogs.models import Catalog
from cabas.groups.models import Group
from cabas.volunteering.models import DAYS_MAX, OPENS_MAX, OPENS_MIN, PEOPLE_MAX, DutyRole, DutySettings

ID_DIGITS_MAX = 18
OFF = {"autocomplete": "off"}
NUMBER = {"inputmode": "numeric", **OFF}


class CatalogField(forms.ModelChoiceField[Catalog]):
    """One of the catalogs, or none; a number that no catalog can have is refused, not asked of the database."""

    def clean(self, value: Any) -> Any:
        return super().clean(value if len(str(value or "")) <= ID_DIGITS_MAX else "0")


def _count(label: Any, help_text: Any, least: int, most: int, wrong: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        help_text=help_text,
        widget=forms.TextInput(attrs=NUMBER),
        error_messages={"required": wrong, "invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


class RoleForm(forms.ModelForm[DutyRole]):
    catalog = CatalogField(
        Catalog.objects.none(),
        label=_("Demandé"),
        required=False,
        empty_label=_("À chaque distribution"),
        help_text=_("Ou seulement quand ce catalogue participe."),
        error_messages={"invalid_choice": _("Ce catalogue n’est plus là\u202f: choisissez de nouveau.")},
    )
    people_wanted = _count(
        _("Nombre de personnes"),
        _("0\u202f: personne d’habitude, seulement aux distributions où vous le demandez."),
        0,
        PEOPLE_MAX,
        _("Écrivez un nombre entre 0 et 30."),
    )

    class Meta:
        model = DutyRole
        fields = ("name", "people_wanted", "catalog", "instructions", "opens_stand")
        labels = {"opens_stand": _("Envoyer le lien du stand la veille")}
        help_texts = {
            "instructions": _("Ce qu’il faut faire et apporter\u202f; envoyé aux inscrits, et montré à la page."),
            "opens_stand": _("Qui a ce rôle peut servir et encaisser ce jour-là, sur son téléphone."),
        }
        widgets = {"name": forms.TextInput(attrs=OFF), "instructions": forms.Textarea(attrs={"rows": 4})}
        error_messages = {"name": {"required": _("Écrivez le nom du rôle.")}}

    def __init__(self, *args: Any, group: Group, may_open_stand: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.group = group
        self.fields["catalog"].queryset = group.catalogs.order_by("sort_name")  # type: ignore[attr-defined]
        if not may_open_stand:
            del self.fields["opens_stand"]


class DutySettingsForm(forms.ModelForm[DutySettings]):
    opens_days_before = _count(
        _("On s’inscrit à partir de"), "", OPENS_MIN, OPENS_MAX, _("Écrivez un nombre de jours entre 7 et 180.")
    )
    leave_days_before = _count(
        _("On se désinscrit soi-même jusqu’à"),
        _("Ensuite, on écrit à la coordination."),
        0,
        DAYS_MAX,
        _("Écrivez un nombre de jours entre 0 et 60."),
    )
    call_days_before = _count(
        _("S’il manque du monde, un e-mail aux autres membres"),
        _("0\u202f: pas d’e-mail."),
        0,
        DAYS_MAX,
        _("Écrivez un nombre de jours entre 0 et 60."),
    )
    instruct_days_before = _count(
        _("Les consignes par e-mail aux inscrits"),
        _("0\u202f: pas d’e-mail."),
        0,
        DAYS_MAX,
        _("Écrivez un nombre de jours entre 0 et 60."),
    )

    class Meta:
        model = DutySettings
        fields = ("opens_days_before", "leave_days_before", "call_days_before", "instruct_days_before")


class WantedForm(forms.Form):
    """How many people each role wants at one distribution: a field for each, named by its id."""

    def __init__(self, needs: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for need in needs:
            field = _count(need.name, "", 0, PEOPLE_MAX, _("Écrivez un nombre entre 0 et 30."))
            field.initial = need.wanted
            self.fields[str(need.role)] = field

    def wanted(self) -> dict[int, int]:
        return {int(role): people for role, people in self.cleaned_data.items()}
