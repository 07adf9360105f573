"""The form of a provider's keys: what is typed there is never shown again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cabas.groups.models import Group
from cabas.payments.online.interface import Keys
from cabas.payments.online.providers import offers

LENGTH_MAX = 200


class KeysForm(forms.Form):
    """Which provider, its secret key, and the secret with which it signs its notices."""

    provider = forms.ChoiceField(label=_("Prestataire"), error_messages={"required": _("Choisissez le prestataire.")})
    secret = forms.CharField(
        label=_("Clé secrète"),
        max_length=LENGTH_MAX,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Collez la clé secrète.")},
    )
    webhook_secret = forms.CharField(
        label=_("Secret du webhook"),
        max_length=LENGTH_MAX,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Collez le secret du webhook.")},
    )

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = offers(group)
        field = self.fields["provider"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(offer.name, offer.label) for offer in found]
        field.initial = found[0].name if found else ""

    def clean_secret(self) -> str:
        return _without_spaces(self.cleaned_data["secret"])

    def clean_webhook_secret(self) -> str:
        return _without_spaces(self.cleaned_data["webhook_secret"])

    @property
    def keys(self) -> Keys:
        return Keys(self.cleaned_data["secret"], self.cleaned_data["webhook_secret"])


def _without_spaces(text: str) -> str:
    return "".join(text.split())
