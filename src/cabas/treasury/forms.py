"""What the treasury types on an account: received, given back, corrected; each form carries the key of its act."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cabas.money import Money
from cabas.money.form_field import MoneyFormField
from cabas.payments.means import Means
from cabas.payments.reasons import REASON_MAX
from cabas.ui.act_form import ActForm

DAYS_BACK_MAX = 366  # an older day is a year mistyped
OPENING_DAYS_BACK_MAX = 50 * 366  # balances may be older than that, and are taken over all the same
OPENING_TOO_OLD = _("Vérifiez l’année\u202f: ce jour est il y a plus de cinquante ans.")
OFF = {"autocomplete": "off"}


class MeansField(forms.ChoiceField):
    """By which means, among those of the group."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            label=_("Moyen"),
            choices=Means.choices,
            widget=forms.RadioSelect,
            error_messages={
                "required": _("Choisissez le moyen."),
                "invalid_choice": _("Choisissez un des moyens proposés."),
            },
            **more,
        )


def day_field(label: Any) -> forms.DateField:
    """A day, by the calendar of the device or typed."""
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Indiquez la date."), "invalid": _("Écrivez la date comme 24/11/2026.")},
    )


class DatedForm(ActForm):
    """An act of a day: today where nothing else is said, never in the future. `effect`: what it does to the balance."""

    field_of = {"DatedInTheFuture": "on", "PeriodClosed": "on", "ReasonMissing": "why"}
    days_back_max = DAYS_BACK_MAX
    too_old = _("Vérifiez l’année\u202f: ce jour est il y a plus d’un an.")

    on = day_field(_("Date"))

    def __init__(self, *args: Any, means: list[Means], today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today
        self.fields["on"].initial = today
        self.fields["on"].widget.attrs["max"] = today.isoformat()
        if "means" in self.fields:
            self.fields["means"].choices = [(one.value, one.label) for one in means]  # type: ignore[attr-defined]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if (self.today - day).days > self.days_back_max:
            raise forms.ValidationError(self.too_old)
        return day

    def effect(self) -> Money:
        """On the balance of the member, as it is typed or proposed; nothing while it cannot be read."""
        amount = self.cleaned_data.get("amount") if self.is_bound else self.initial.get("amount")
        return amount if isinstance(amount, Money) else Money(0)


def amount_field(missing: Any) -> MoneyFormField:
    return MoneyFormField(label=_("Montant"), min_value=Money(0), error_messages={"required": missing})


def why_field(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=REASON_MAX,
        widget=forms.TextInput(OFF),
        help_text=help_text,
        error_messages={"required": _("Dites pourquoi\u202f: ce sera gardé, et le membre le lira.")},
    )


def _reference() -> forms.CharField:
    return forms.CharField(
        label=_("N° de chèque ou référence"), max_length=60, required=False, widget=forms.TextInput(OFF)
    )


class PaymentForm(DatedForm):
    """Money that was received."""

    field_of = {**DatedForm.field_of, "NothingToReceive": "amount"}

    amount = amount_field(_("Indiquez le montant reçu."))
    means = MeansField()
    reference = _reference()
    note = forms.CharField(
        label=_("Note, que le membre lira"), max_length=200, required=False, widget=forms.TextInput(OFF)
    )


class RefundForm(DatedForm):
    """Money that is given back."""

    field_of = {
        **DatedForm.field_of,
        "NothingToRefund": "amount",
        "MoreThanAvoir": "amount",
        "GivenBackOnline": "means",
    }

    amount = amount_field(_("Indiquez le montant à rembourser."))
    means = MeansField()
    why = why_field(_("Pourquoi\u202f?"), _("Ce sera gardé, et le membre le lira."))

    def effect(self) -> Money:
        return -super().effect()


class CorrectionForm(DatedForm):
    """A gesture or a correction: the direction is said in words, nobody types a sign."""

    CREDIT, DEBIT = "credit", "debit"
    field_of = {**DatedForm.field_of, "NothingToCorrect": "amount"}

    direction = forms.ChoiceField(
        label=_("En faveur de qui\u202f?"),
        choices=[
            (CREDIT, _("Du membre\u202f: il doit moins, ou son avoir augmente")),
            (DEBIT, _("Du groupe\u202f: le membre doit plus, ou son avoir diminue")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Dites si la correction est en faveur du membre ou du groupe."),
            "invalid_choice": _("Dites si la correction est en faveur du membre ou du groupe."),
        },
    )
    amount = amount_field(_("Indiquez le montant de la correction."))
    why = why_field(_("Pourquoi\u202f?"), _("Ce sera gardé, et le membre le lira."))

    @property
    def direction_said(self) -> str:
        """« credit », « debit », or nothing yet."""
        said = self.cleaned_data if self.is_bound else self.initial
        return said.get("direction") or ""

    @property
    def is_debit(self) -> bool:
        return self.direction_said == self.DEBIT

    def effect(self) -> Money:
        amount = super().effect()
        return -amount if self.is_debit else amount


class OpeningForm(DatedForm):
    """What the member had or owed before Cabas: asked in words, nobody types a sign."""

    HAD, OWED = "credit", "debit"
    days_back_max, too_old = OPENING_DAYS_BACK_MAX, OPENING_TOO_OLD
    field_of = {**DatedForm.field_of, "NothingToTakeOver": "amount"}

    direction = forms.ChoiceField(
        label=_("À cette date, ce membre…"),
        choices=[(OWED, _("devait au groupe")), (HAD, _("avait en avoir"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Dites si ce membre devait, ou avait en avoir."),
            "invalid_choice": _("Dites si ce membre devait, ou avait en avoir."),
        },
    )
    amount = amount_field(_("Indiquez le solde à reprendre."))

    @property
    def direction_said(self) -> str:
        """« credit », « debit », or nothing yet."""
        said = self.cleaned_data if self.is_bound else self.initial
        return said.get("direction") or ""

    @property
    def is_debit(self) -> bool:
        return self.direction_said == self.OWED

    def effect(self) -> Money:
        amount = super().effect()
        return -amount if self.is_debit else amount


class MeansChangeForm(ActForm):
    """The means under which a payment should have been written."""

    field_of = {"NothingChanges": "means"}

    means = MeansField()
    reference = _reference()

    def __init__(self, *args: Any, means: list[Means], **more: Any) -> None:
        super().__init__(*args, auto_id="means_%s", **more)
        self.fields["means"].choices = [(one.value, one.label) for one in means]  # type: ignore[attr-defined]


class UndoingForm(ActForm):
    """Why something written is taken back."""

    field_of = {"ReasonMissing": "why"}

    why = why_field(_("Pourquoi\u202f?"), _("Ce sera gardé avec votre nom, et le membre le lira."))
