"""What the public form asks of a stranger, and how a group sets its page and its door."""

import re
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cabas.groups.columns import LENGTHS_MAX
from cabas.groups.models import Group, RoleHolder
from cabas.joining.applying import Applicant
from cabas.joining.models import Registration, Welcome
from cabas.people.models import User
from cabas.people.phones import validate_phone
from cabas.ui.chosen_field import ChosenField

NOT_A_NAME = re.compile(r"[/:@<>\d]|www\.", re.IGNORECASE)
ADDRESS = ("address1", "address2", "postcode", "city")
WIDGETS = {"presentation": forms.Textarea({"rows": 8})}


def validate_name(name: str) -> None:
    """What is mailed to an address that nobody proved holds no address of a site. Raises ValidationError."""
    if NOT_A_NAME.search(name):
        raise forms.ValidationError(_now("Écrivez seulement un nom, en lettres."))


def _line(label: Any, key: str, missing: Any, autocomplete: str, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LENGTHS_MAX[key],
        required=bool(missing),
        error_messages={"required": missing},
        widget=forms.TextInput({"autocomplete": autocomplete}),
        **more,
    )


class _AskedForm(forms.Form):
    """What the group asks of anybody: a phone, an address; a message where there is a list. `site` is for robots."""

    phone = _line(_("Téléphone"), "phone", _("Indiquez un téléphone."), "tel", validators=[validate_phone])
    address1 = _line(_("Adresse"), "address1", _("Indiquez votre adresse."), "address-line1")
    address2 = _line(_("Complément d’adresse"), "address2", "", "address-line2")
    postcode = _line(_("Code postal"), "postcode", _("Indiquez le code postal."), "postal-code")
    city = _line(_("Ville"), "city", _("Indiquez la ville."), "address-level2")
    message = forms.CharField(
        label=_("Un mot pour le groupe"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )
    site = forms.CharField(required=False, widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}))

    def __init__(self, data: Any, *, welcome: Welcome, state: Registration, person: User | None = None) -> None:
        super().__init__(data)
        if not welcome.asks_phone or (person and person.phone):
            del self.fields["phone"]
        if not welcome.asks_address:
            for name in ADDRESS:
                del self.fields[name]
        if state != Registration.WAITING:
            del self.fields["message"]

    @property
    def is_robot(self) -> bool:
        """The field that nobody sees is filled in."""
        return bool(self.data.get("site"))

    def said(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "site"}


class StrangerForm(_AskedForm):
    """Somebody who is not signed in."""

    first_name = _line(_("Prénom"), "first_name", _("Indiquez votre prénom."), "given-name", validators=[validate_name])
    last_name = _line(_("Nom"), "last_name", _("Indiquez votre nom."), "family-name", validators=[validate_name])
    email = forms.EmailField(
        label=_("Adresse e-mail"),
        error_messages={"required": _("Indiquez votre adresse e-mail."), "invalid": _("Cette adresse est incomplète.")},
        widget=forms.EmailInput({"autocomplete": "email", "autocapitalize": "none"}),
    )
    field_order = ("first_name", "last_name", "email")

    @property
    def applicant(self) -> Applicant:
        return Applicant(**self.said())


class PersonForm(_AskedForm):
    """Somebody who is signed in: one tap, unless the group asks something more."""

    def applicant_of(self, person: User) -> Applicant:
        return Applicant(person.first_name, person.last_name, person.email or "", **self.said())


class WelcomeForm(forms.ModelForm[Welcome]):
    """The page of the group and its registrations; `contacts`: whom the page names."""

    contacts = ChosenField(
        label=_("Personnes à contacter"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Leur nom et leur e-mail sont montrés à tous\u202f: demandez-leur d’abord."),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )

    class Meta:
        model = Welcome
        fields = [
            "presentation",
            "is_public",
            "is_indexed",
            "registration",
            "households_max",
            "asks_phone",
            "asks_address",
        ]
        widgets = WIDGETS | {"registration": forms.RadioSelect}
        labels = {
            "presentation": _("Texte de présentation"),
            "is_public": _("Montrer la page du groupe à tous"),
            "is_indexed": _("Laisser les moteurs de recherche la trouver"),
            "registration": _("Inscriptions"),
            "asks_phone": _("Demander un numéro où appeler"),
            "asks_address": _("Demander l’adresse postale"),
        }
        help_texts = {
            "presentation": _("Qui vous êtes, d’où viennent les produits, ce qu’on attend des membres."),
            "households_max": _("Atteint, le groupe devient complet tout seul. Vide\u202f: pas de limite."),
        }

    def __init__(self, data: Any = None, *, welcome: Welcome, shown: list[User]) -> None:
        super().__init__(data, instance=welcome, initial={"contacts": shown})
        group: Group = welcome.group
        holders = RoleHolder.objects.filter(group=group).values("person")
        named = User.objects.filter(Q(pk__in=holders), email__isnull=False).by_name()
        self.fields["contacts"].queryset = named  # type: ignore[attr-defined]
        self.fields["households_max"].widget.attrs |= {"inputmode": "numeric", "min": "1"}

    def clean_households_max(self) -> int | None:
        most: int | None = self.cleaned_data["households_max"]
        if most == 0:
            raise forms.ValidationError(_now("Écrivez un nombre de foyers, ou laissez vide."))
        return most
