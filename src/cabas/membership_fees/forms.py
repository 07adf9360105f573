"""What the group asks, and the fee of one household."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cabas.membership_fees.models import NAME_MAX
from cabas.money import Money
from cabas.money.form_field import MoneyFormField
from cabas.payments.reasons import REASON_MAX
from cabas.ui.act_form import ActForm

OFF = {"autocomplete": "off"}
MONTHS = (
    (1, _("janvier")),
    (2, _("février")),
    (3, _("mars")),
    (4, _("avril")),
    (5, _("mai")),
    (6, _("juin")),
    (7, _("juillet")),
    (8, _("août")),
    (9, _("septembre")),
    (10, _("octobre")),
    (11, _("novembre")),
    (12, _("décembre")),
)
DAYS = [(day, str(day)) for day in range(1, 32)]
NO_DAY = {"invalid_choice": _("Choisissez le jour du renouvellement.")}


class FeeSettingsForm(forms.Form):
    """« Le groupe demande une cotisation », how much, under which name, renewed when. `years`: (year, label)."""

    is_asked = forms.BooleanField(label=_("Le groupe demande une cotisation"), required=False)
    name = forms.CharField(
        label=_("Nom sur les comptes"),
        max_length=NAME_MAX,
        required=False,
        widget=forms.TextInput(OFF | {"placeholder": _("Adhésion")}),
    )
    amount = MoneyFormField(label=_("Montant par foyer et par an"), required=False, min_value=Money(0))
    from_year = forms.TypedChoiceField(label=_("Ce montant vaut à partir de"), coerce=int, required=False)
    day = forms.TypedChoiceField(label=_("Renouvellement, jour"), coerce=int, choices=DAYS, error_messages=NO_DAY)
    month = forms.TypedChoiceField(label=_("mois"), coerce=int, choices=MONTHS, error_messages=NO_DAY)

    def __init__(self, *args: Any, years: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["from_year"].choices = years  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("is_asked") and not said.get("amount") and "amount" not in self.errors:
            self.add_error("amount", _now("Écrivez le montant demandé."))
        return said


class FeeForm(ActForm):
    """The fee of one household: the usual amount, or another with its reason."""

    field_of = {"AmountUnexplained": "reason", "NegativeFee": "amount"}

    amount = MoneyFormField(label=_("Montant"), required=False)
    reason = forms.CharField(
        label=_("Raison d’un autre montant"), max_length=REASON_MAX, required=False, widget=forms.TextInput(OFF)
    )
