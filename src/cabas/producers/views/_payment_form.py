"""What the treasury types when a vendor was paid: how much, how, when; and why it was not, after all."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cabas.catalogs.models import Vendor
from cabas.clock import today
from cabas.money import Money
from cabas.producers.models import VendorMeans
from cabas.treasury.forms import OFF, DatedForm, amount_field
from cabas.ui.act_form import ActForm

NOTHING = Money(0)


class VendorPaymentForm(DatedForm):
    """« Payé au producteur »."""

    field_of = {**DatedForm.field_of, "NothingToPay": "amount", "MoreThanOwed": "amount"}

    amount = amount_field(_("Indiquez le montant payé."))
    paid_by = forms.ChoiceField(
        label=_("Payé par"),
        choices=VendorMeans.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez le moyen."), "invalid_choice": _("Choisissez le moyen.")},
    )
    note = forms.CharField(
        label=_("Note, que le producteur lira"), max_length=200, required=False, widget=forms.TextInput(OFF)
    )

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, means=[], today=today, auto_id="payment_%s", **more)
        self.fields["on"].label = _("Payé le")


class VendorUndoingForm(ActForm):
    """Why a payment is taken back."""

    field_of = {"ReasonMissing": "why"}

    why = forms.CharField(
        label=_("Pourquoi\u202f?"),
        max_length=200,
        widget=forms.TextInput(OFF),
        error_messages={"required": _("Dites pourquoi\u202f: ce sera gardé.")},
    )


def payment_form(vendor: Vendor, owed: Money, data: Any = None) -> VendorPaymentForm:
    """Of what is owed, by transfer, where nothing else is said."""
    initial = {"amount": owed if owed > NOTHING else None, "paid_by": VendorMeans.TRANSFER}
    return VendorPaymentForm(data, today=today(), initial=initial)


def undoing_form(data: Any = None) -> VendorUndoingForm:
    return VendorUndoingForm(data, auto_id=False)
