"""What is typed to put a payment right: whose it is, or that the bank did not pay the cheque."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cabas.money import Money
from cabas.money.form_field import MoneyFormField
from cabas.payments.reasons import REASON_MAX
from cabas.treasury.forms import OFF, DatedForm
from cabas.treasury.views._gift_form import member_field
from cabas.ui.act_form import ActForm


class MoveForm(ActForm):
    """The member to whom a payment belongs."""

    field_of = {"AlreadyTheirs": "to", "NobodyFound": "to", "SeveralFound": "to"}

    to = member_field(_("Nom, numéro, téléphone ou e-mail du membre"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, auto_id="move_%s", **more)


class ReturnForm(DatedForm):
    """A cheque that came back: when, what the bank says, and what the member is charged."""

    field_of = {**DatedForm.field_of, "ReturnedBeforeReceived": "on", "NegativeFee": "fee"}

    fee = MoneyFormField(
        label=_("Frais à la charge du membre"),
        min_value=Money(0),
        required=False,
        help_text=_("Laissez vide pour ne rien demander de plus."),
    )
    reason = forms.CharField(
        label=_("Motif donné par la banque"),
        max_length=REASON_MAX,
        required=False,
        widget=forms.TextInput(OFF),
        help_text=_("Le membre le lira, aussi dans son e-mail."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, auto_id="return_%s", means=[], **more)
        self.fields["on"].label = _("Rejeté le")
