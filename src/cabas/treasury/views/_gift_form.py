"""What is typed of a gift: to whom, how much, why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cabas.money import Money
from cabas.treasury.forms import OFF, DatedForm, amount_field, why_field


def member_field(label: Any) -> forms.CharField:
    """Who is meant, found by `treasury.finding`."""
    return forms.CharField(
        label=label,
        max_length=120,
        widget=forms.TextInput({**OFF, "list": "membres"}),
        error_messages={"required": _("Indiquez le membre\u202f: nom, numéro, téléphone ou e-mail.")},
    )


class GiftForm(DatedForm):
    """A member gives to another, or to the group."""

    TO_MEMBER, TO_GROUP = "member", "group"
    field_of = {
        **DatedForm.field_of,
        "NothingToGive": "amount",
        "MoreThanGiverHas": "amount",
        "GivenToThemselves": "receiver",
        "NobodyFound": "receiver",
        "SeveralFound": "receiver",
    }

    to = forms.ChoiceField(
        label=_("À qui\u202f?"),
        choices=[(TO_MEMBER, _("À un autre membre")), (TO_GROUP, _("Au groupe"))],
        widget=forms.RadioSelect,
        initial=TO_MEMBER,
        error_messages={
            "required": _("Dites à qui va le don."),
            "invalid_choice": _("Dites à qui va le don."),
        },
    )
    receiver = member_field(_("Membre qui reçoit\u202f: nom, numéro, téléphone ou e-mail"))
    amount = amount_field(_("Indiquez le montant du don."))
    why = why_field(_("Pourquoi\u202f?"), _("Ce sera gardé, et les membres concernés le liront."))

    field_order = ["to", "receiver", "amount", "why", "on"]

    use_required_attribute = False  # the receiver is, where a member receives

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("to") == self.TO_GROUP and "receiver" in self.errors:
            del self.errors["receiver"]
        return said

    def effect(self) -> Money:
        return -super().effect()
