"""The forms of the means of payment: how orders are paid, or how cagnottes are topped up; never both."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum import bic, iban
from stdnum.exceptions import ValidationError as NotANumber

from cabas.money import Money
from cabas.money.form_field import MoneyFormField
from cabas.payments.means import ICON_OF, TOPS_UP, Means
from cabas.payments.models import CAGNOTTE_ALONE, Mode, PaymentSettings

IBAN_TYPED_MAX = 60  # 34 characters at most (ISO 13616), and the spaces that people put between them
BIC_TYPED_MAX = 20
# In SEPA, outside the European Economic Area: there a bank asks for the BIC beside the IBAN (EPC 409-09).
WITH_BIC = {"AD", "CH", "GB", "GI", "GG", "IM", "JE", "MC", "SM", "VA"}
WHO_DOES_WHAT = {
    Means.CHEQUE: gettext_lazy("Le membre apporte un chèque au stand\u202f; un bénévole l’enregistre d’une touche."),
    Means.CASH: gettext_lazy("Le membre paie au stand\u202f; un bénévole encaisse et rend la monnaie."),
    Means.TRANSFER: gettext_lazy("Le membre fait un virement\u202f; la trésorerie vérifie qu’il est arrivé."),
    Means.TERMINAL: gettext_lazy("Le membre paie au stand sur votre terminal\u202f; un bénévole l’enregistre."),
    Means.ONLINE: gettext_lazy("Le membre paie sur le site du prestataire\u202f; son compte est crédité tout seul."),
}
NEEDS = {Means.CHEQUE: ("cheque_payee",), Means.TRANSFER: ("iban", "bic", "account_holder")}
CHARACTERS = {"autocomplete": "off", "autocapitalize": "characters"}


def names_both_ways(posted: Mapping[str, Any]) -> bool:
    """Does it ask for the cagnotte and for means that pay orders at once? No page of ours can."""
    asks_cagnotte = posted.get("mode") == Mode.CAGNOTTE or bool(posted.get("accepts_cagnotte"))
    return asks_cagnotte and any(posted.get(f"accepts_{means}") for means in TOPS_UP)


@dataclass(frozen=True)
class MeansRow:
    """One means of the form: its box, the fields it needs, and whether it is accepted and still lacks one."""

    means: Means
    box: forms.BoundField
    fields: list[forms.BoundField]
    is_lacking: bool

    @property
    def icon(self) -> str:
        return ICON_OF[self.means]


class _SettingsForm(forms.ModelForm[PaymentSettings]):
    """What both ways share: the payee of cheques and the account for transfers."""

    iban = forms.CharField(
        label=gettext_lazy("IBAN"),
        required=False,
        max_length=IBAN_TYPED_MAX,
        widget=forms.TextInput(attrs=CHARACTERS),
    )
    bic = forms.CharField(
        label=gettext_lazy("BIC"),
        required=False,
        max_length=BIC_TYPED_MAX,
        help_text=gettext_lazy("Demandé seulement hors de l’Espace économique européen."),
        widget=forms.TextInput(attrs=CHARACTERS),
    )
    prefix_of_means = ""
    none_left: Any = ""  # what is said when every means was turned off

    class Meta:
        model = PaymentSettings
        fields = ["cheque_payee", "iban", "bic", "account_holder", "counts_money"]
        help_texts = {
            "counts_money": gettext_lazy("Ce qui est en main, comparé à ce qui a été noté, à chaque distribution.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["iban"] = iban.format(self.initial.get("iban") or "")
        for means, said in WHO_DOES_WHAT.items():
            self.fields[self.field_of(means)].help_text = said
        online = self.field_of(Means.ONLINE)
        if self.instance.lacks(Means.ONLINE) and not getattr(self.instance, online):
            self.fields[online].disabled = True

    def field_of(self, means: Means) -> str:
        return f"{self.prefix_of_means}{means}"

    def clean_iban(self) -> str:
        """The IBAN without spaces; its check digits are verified (ISO 13616)."""
        text = str(self.cleaned_data["iban"]).strip()
        if not text:
            return ""
        try:
            return str(iban.validate(text))
        except NotANumber:
            raise forms.ValidationError(_("Cet IBAN n’est pas valable\u202f: vérifiez chaque caractère.")) from None

    def clean_bic(self) -> str:
        """The BIC without spaces (ISO 9362); asked for where the country of the account needs one."""
        text = str(self.cleaned_data["bic"]).strip()
        if not text:
            if str(self.cleaned_data.get("iban", ""))[:2] in WITH_BIC:
                raise forms.ValidationError(_("Pour un compte de ce pays, la banque demande aussi le BIC."))
            return ""
        try:
            return str(bic.validate(text))
        except NotANumber:
            raise forms.ValidationError(
                _("Ce BIC n’est pas valable\u202f: il a 8 ou 11 lettres et chiffres, comme AGRIFRPP.")
            ) from None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if names_both_ways(self.data):
            self.add_error(None, str(CAGNOTTE_ALONE))
        elif not any(said.get(self.field_of(means)) for means in TOPS_UP):
            self.add_error(None, str(self.none_left))
        return said

    def means(self) -> list[MeansRow]:
        """The means in the order of the page."""
        return [
            MeansRow(
                means,
                self[self.field_of(means)],
                [self[name] for name in NEEDS.get(means, ())],
                getattr(self.instance, self.field_of(means)) and self.instance.lacks(means),
            )
            for means in TOPS_UP
        ]

    def save_said(self) -> PaymentSettings:
        """Save what this form sets and nothing else: the way to pay may have changed meanwhile."""
        self.instance.save(update_fields=self._meta.fields)
        return self.instance


class AlongOrdersForm(_SettingsForm):
    """The means by which orders are paid. An IBAN is shown, and may be typed, in groups of four."""

    prefix_of_means = "accepts_"
    none_left = gettext_lazy("Gardez au moins un moyen de paiement\u202f: sans lui, personne ne peut commander.")

    class Meta(_SettingsForm.Meta):
        fields = [*_SettingsForm.Meta.fields, *(f"accepts_{means}" for means in TOPS_UP)]


class CagnotteForm(_SettingsForm):
    """How far down a cagnotte may go, when its member is told, and with what it is topped up."""

    prefix_of_means = "tops_up_by_"
    none_left = gettext_lazy(
        "Gardez au moins un moyen de recharger\u202f: sans lui, personne ne peut créditer sa cagnotte."
    )

    cagnotte_limit = MoneyFormField(
        label=gettext_lazy("Jusqu’à combien sous zéro"),
        required=False,
        min_value=Money(0),
        help_text=gettext_lazy("Vide\u202f: sans limite."),
    )
    low_balance_threshold = MoneyFormField(
        label=gettext_lazy("Prévenir le membre quand sa cagnotte passe sous"),
        required=False,
        help_text=gettext_lazy("Vide\u202f: personne n’est prévenu."),
    )

    class Meta(_SettingsForm.Meta):
        fields = [
            *_SettingsForm.Meta.fields,
            *(f"tops_up_by_{means}" for means in TOPS_UP),
            "allows_negative",
            "cagnotte_limit",
            "low_balance_threshold",
        ]
        help_texts = {
            **_SettingsForm.Meta.help_texts,
            "allows_negative": gettext_lazy("Sinon\u202f: pas d’argent, pas de commande."),
        }


def settings_form(settings: PaymentSettings, posted: Mapping[str, Any] | None = None) -> AlongOrdersForm | CagnotteForm:
    """The form of the way in which the group's members pay."""
    form = CagnotteForm if settings.accepts_cagnotte else AlongOrdersForm
    return form(posted, instance=settings)
