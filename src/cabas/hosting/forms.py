"""What a host is asked: who they are the first time, why a group is suspended, whom to make a host."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from cabas.groups.suspending import ReasonMissing
from cabas.hosting.first_link import Newcomer
from cabas.people.models import User


def _text(label: Any, missing: Any = "", *, most: int = 120, **attributes: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(missing),
        error_messages={"required": missing},
        widget=forms.TextInput(attributes),
    )


class FirstHostForm(forms.Form):
    """The first person of an installation. `newcomer` is what was said."""

    first_name = _text(_("Prénom"), _("Indiquez votre prénom."), most=80, autocomplete="given-name")
    last_name = _text(_("Nom"), _("Indiquez votre nom."), most=80, autocomplete="family-name")
    email = forms.EmailField(
        label=_("Adresse e-mail"),
        help_text=_("C’est avec elle que vous vous connecterez."),
        error_messages={"required": _("Indiquez votre adresse e-mail."), "invalid": _("Cette adresse est incomplète.")},
        widget=forms.EmailInput({"autocomplete": "email", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Mot de passe"),
        strip=False,
        help_text=_("Dix caractères au moins."),
        error_messages={"required": _("Choisissez un mot de passe.")},
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if password := said.get("password"):
            names = {name: said.get(name, "") for name in ("first_name", "last_name", "email")}
            try:
                password_validation.validate_password(password, User(**names))
            except forms.ValidationError as refusal:
                self.add_error("password", refusal)
        return said

    @property
    def newcomer(self) -> Newcomer:
        return Newcomer(**self.cleaned_data)


class SuspensionForm(forms.Form):
    """Why a group is suspended, or where it has moved."""

    why = forms.CharField(
        label=_("Raison"),
        max_length=300,
        required=False,
        help_text=_("Les membres la lisent telle quelle."),
        widget=forms.Textarea({"rows": 3}),
    )
    moved_to = forms.URLField(
        label=_("Nouvelle adresse du groupe"),
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text=_("Si le groupe a déménagé\u202f: ses membres y sont envoyés."),
        error_messages={"invalid": _("Écrivez une adresse comme https://paniers.exemple.fr.")},
        widget=forms.URLInput({"autocomplete": "off", "placeholder": "https://"}),
    )

    def clean_moved_to(self) -> str:
        typed: str = self.cleaned_data["moved_to"]
        if typed and not typed.startswith(("https://", "http://")):
            raise forms.ValidationError(self.fields["moved_to"].error_messages["invalid"])
        return typed

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not (said["why"] or said["moved_to"]):
            self.add_error("why", str(ReasonMissing()))
        return said


class HostForm(forms.Form):
    """Whom to make a host, by the address with which they sign in."""

    email = forms.EmailField(
        label=_("Adresse e-mail de la personne"),
        error_messages={"required": _("Indiquez son adresse e-mail."), "invalid": _("Cette adresse est incomplète.")},
        widget=forms.EmailInput({"autocomplete": "off", "autocapitalize": "none"}),
    )
