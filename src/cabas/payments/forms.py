"""The form of the means of payment: which are accepted, and what each one needs to be usable."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from stdnum import iban
from stdnum.exceptions import ValidationError as NotAnIban

from cabas.payments.models import PaymentSettings

IBAN_TYPED_MAX = 60  # 34 characters at most (ISO 13616), and the spaces that people put between them


class MeansForm(forms.ModelForm[PaymentSettings]):
    """The means that members may choose. An IBAN is shown, and may be typed, in groups of four."""

    iban = forms.CharField(
        label=_("IBAN"),
        required=False,
        max_length=IBAN_TYPED_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    class Meta:
        model = PaymentSettings
        fields = [
            "accepts_cheque",
            "cheque_payee",
            "accepts_cash",
            "accepts_transfer",
            "iban",
            "account_holder",
            "accepts_terminal",
        ]
        help_texts = {
            "accepts_cheque": _("Le membre apporte un chèque au stand\u202f; un bénévole l’enregistre d’une touche."),
            "accepts_cash": _("Le membre paie au stand\u202f; un bénévole encaisse."),
            "accepts_transfer": _("Le membre fait un virement\u202f; la trésorerie vérifie qu’il est arrivé."),
            "accepts_terminal": _("Le membre paie au stand sur votre terminal."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["iban"] = iban.format(self.initial.get("iban") or "")

    def clean_iban(self) -> str:
        """The IBAN without spaces; its check digits are verified (ISO 13616)."""
        text = str(self.cleaned_data["iban"]).strip()
        if not text:
            return ""
        try:
            return str(iban.validate(text))
        except NotAnIban:
            raise forms.ValidationError(_("Cet IBAN n’est pas valable\u202f: vérifiez chaque caractère.")) from None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("accepts_transfer") and not said.get("iban") and "iban" not in self.errors:
            self.add_error("iban", _("Indiquez l’IBAN\u202f: sans lui, le virement n’est pas proposé."))
        accepted = ("accepts_cheque", "accepts_cash", "accepts_transfer", "accepts_terminal")
        if not any(said.get(name) for name in accepted):
            self.add_error(None, _("Gardez au moins un moyen de paiement\u202f: sans lui, personne ne peut commander."))
        return said
