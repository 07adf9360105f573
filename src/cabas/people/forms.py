"""The forms of signing in and of one's own details ask for little, in words, and let browsers fill them in."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, RequestLoginCodeForm
from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from cabas.people.models import User
from cabas.people.phones import validate_phone

EMAIL_EXAMPLE = "prenom@exemple.fr"


def _ask_email(field: forms.Field) -> None:
    field.label = _("Adresse e-mail")
    field.widget.attrs |= {"placeholder": EMAIL_EXAMPLE, "autocomplete": "email", "autocapitalize": "none"}


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_email(self.fields["login"])
        password = self.fields["password"]
        password.label = _("Mot de passe")
        password.help_text = ""
        password.widget.attrs.pop("placeholder", None)


class RequestCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    """The e-mail to which a code is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_email(self.fields["email"])
        self.fields["email"].widget.attrs["data-copies-to"] = "#id_login"  # typed once for both ways of entering


class ConfirmCodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code that was received, with or without spaces."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = _("Code reçu par e-mail")
        code.widget.attrs |= {"inputmode": "numeric", "maxlength": "12", "autofocus": True}
        code.widget.attrs.pop("placeholder", None)

    def clean_code(self) -> str:
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        code: str = super().clean_code()
        return code


class PasswordForm(forms.Form):
    """A new password; the old one too, unless the person has just proved who they are by a code, or has none."""

    old_password = forms.CharField(
        label=_("Mot de passe actuel"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password = forms.CharField(
        label=_("Nouveau mot de passe"),
        strip=False,
        help_text=_("Dix caractères au moins."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, asks_old: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if not asks_old:
            del self.fields["old_password"]

    def clean_old_password(self) -> str:
        typed: str = self.cleaned_data["old_password"]
        if not self.person.check_password(typed):
            raise forms.ValidationError(_("Ce n’est pas votre mot de passe actuel."))
        return typed

    def clean_new_password(self) -> str:
        typed: str = self.cleaned_data["new_password"]
        password_validation.validate_password(typed, self.person)
        return typed


class NewAddressForm(forms.Form):
    """The e-mail address that takes the place of one's own."""

    email = forms.EmailField(
        label=_("Nouvelle adresse e-mail"),
        error_messages={"required": _("Indiquez la nouvelle adresse."), "invalid": _("Cette adresse est incomplète.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs |= {"autocomplete": "email", "autocapitalize": "none"}


class NewAddressCodeForm(forms.Form):
    """The code that came to the new address, with or without spaces."""

    code = forms.CharField(
        label=_("Code reçu par e-mail"),
        max_length=12,
        error_messages={"required": _("Tapez le code reçu.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}),
    )


class DetailsForm(forms.ModelForm[User]):
    """What one is called, and where one can be phoned."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "phone"]
        error_messages = {
            "first_name": {"required": _("Indiquez votre prénom.")},
            "last_name": {"required": _("Indiquez votre nom.")},
        }
        widgets = {
            "first_name": forms.TextInput({"autocomplete": "given-name"}),
            "last_name": forms.TextInput({"autocomplete": "family-name"}),
            "phone": forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
        }

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"]
        if typed:
            validate_phone(typed)
        return typed
