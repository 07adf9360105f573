"""What is typed of a gift: to whom, how much, why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cabas.money import Money
from cabas.treasury.forms import OFF, DatedForm, amount_field, why_field


def member_field(label: object) -> forms.CharField:
    """Who is meant, found by `treasury.finding`."""
    return forms.CharField(label=label, max_length=120, widget=forms.TextInput({**OFF, "list": "membres"}))  # type: ignore[arg-type]


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
    receiver = member_field(_("Numéro ou nom du membre qui reçoit"))
    amount = amount_field(_("Indiquez le montant du don."))
    why = why_field(_("Pourquoi\u202f?"), _("Ce sera gardé, et les deux membres le liront."))

    field_order = ["to", "receiver", "amount", "why", "on"]

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["receiver"].required = False

    def effect(self) -> Money:
        return -super().effect()
