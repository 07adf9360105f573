"""What the treasury types of a transfer that came: its reference is known, amount and day are those of the bank."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cabas.payments.transfer_references import ReferenceUnreadable, TransferReference, read_reference
from cabas.treasury.forms import DatedForm, amount_field


class TransferForm(DatedForm):
    """One for each transfer of the page: their fields differ by the reference."""

    field_of = {**DatedForm.field_of, "NothingToReceive": "amount"}

    reference = forms.CharField(widget=forms.HiddenInput, max_length=40)
    amount = amount_field(_("Indiquez le montant reçu."))

    def __init__(self, *args: Any, reference: TransferReference | None = None, **more: Any) -> None:
        name = reference.compact if reference else "autre"
        super().__init__(*args, auto_id=f"{name}-%s", means=[], **more)
        for name in ("amount", "on"):
            self.fields[name].widget.attrs["class"] = "form-control num"

    def clean_reference(self) -> TransferReference:
        try:
            return read_reference(self.cleaned_data["reference"])
        except ReferenceUnreadable as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
