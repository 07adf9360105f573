"""Forms of a catalog: a vendor, and a product."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cabas.catalogs.cells import GRAMS_MAX, STOCK_MAX
from cabas.catalogs.models import Catalog, Product
from cabas.money import Money
from cabas.money.form_field import MoneyFormField
from cabas.people.phones import validate_phone

OFF = {"autocomplete": "off"}


class VendorForm(forms.Form):
    """Who brings the food."""

    name = forms.CharField(
        label=_("Nom du producteur"),
        max_length=120,
        widget=forms.TextInput(attrs=OFF),
        error_messages={"required": _("Il manque le nom du producteur.")},
    )
    city = forms.CharField(label=_("Ville"), max_length=120, required=False, widget=forms.TextInput(attrs=OFF))
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False, widget=forms.EmailInput(attrs=OFF))
    phone = forms.CharField(
        label=_("Téléphone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", **OFF}),
        validators=[validate_phone],
    )


class ProductForm(forms.ModelForm[Product]):
    """A product of a catalog, by the piece or by the kilogram."""

    price = MoneyFormField(
        label=_("Prix TTC"),
        min_value=Money(0),
        help_text=_("Pour une pièce ; pour un kilo quand le produit est pesé."),
        error_messages={"required": _("Il manque le prix.")},
    )
    vat_rate = forms.DecimalField(
        label=_("Taux de TVA"),
        min_value=0,
        max_value=50,
        max_digits=4,
        decimal_places=2,
        localize=True,
        initial=Decimal("5.5"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", **OFF}),
        error_messages={
            "required": _("Il manque le taux de TVA."),
            "invalid": _("Écrivez un taux comme 5,5."),
            "min_value": _("Un taux de TVA est entre 0 et 50."),
            "max_value": _("Un taux de TVA est entre 0 et 50."),
        },
    )
    portion_grams = forms.IntegerField(
        label=_("Poids estimé d’une portion"),
        required=False,
        min_value=1,
        max_value=GRAMS_MAX,
        help_text=_("Seulement pour un produit pesé : on commande des portions, on paie ce que dit la balance."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", **OFF}),
        error_messages={"invalid": _("Écrivez un poids en grammes, comme 240.")},
    )
    stock = forms.IntegerField(
        label=_("Stock par distribution"),
        required=False,
        min_value=0,
        max_value=STOCK_MAX,
        help_text=_("Vide : sans limite."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", **OFF}),
        error_messages={"invalid": _("Écrivez un nombre entier, ou laissez vide.")},
    )

    class Meta:
        model = Product
        fields = (
            "name",
            "reference",
            "family",
            "description",
            "is_weighed",
            "price",
            "portion_grams",
            "unit",
            "vat_rate",
            "stock",
            "is_active",
        )
        labels = {
            "name": _("Nom du produit"),
            "reference": _("Référence"),
            "family": _("Rayon"),
            "description": _("Description"),
            "is_weighed": _("Pesé à la distribution"),
            "unit": _("Unité"),
            "is_active": _("Proposé aux membres"),
        }
        help_texts = {
            "reference": _("Celle du producteur ; un import reconnaît le produit par elle."),
            "unit": _("Ce qu’est une pièce : botte, 6 œufs, 75 cl."),
            "is_active": _("Décochez pour le retirer des prochaines commandes."),
        }
        widgets = {
            "name": forms.TextInput(attrs=OFF),
            "reference": forms.TextInput(attrs=OFF),
            "unit": forms.TextInput(attrs=OFF),
            "description": forms.Textarea(attrs={"rows": 3}),
        }
        error_messages = {"name": {"required": _("Il manque le nom du produit.")}}

    def __init__(self, *args: Any, catalog: Catalog, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.group_id = catalog.group_id
        self.instance.catalog = catalog

    def clean_reference(self) -> str:
        reference: str = self.cleaned_data["reference"].strip()
        others = Product.objects.filter(catalog=self.instance.catalog, reference=reference).exclude(pk=self.instance.pk)
        if reference and (other := others.first()):
            raise forms.ValidationError(
                _now("« %(name)s » a déjà cette référence dans le catalogue.") % {"name": other.name}
            )
        return reference

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("is_weighed") and not data.get("portion_grams") and "portion_grams" not in self.errors:
            self.add_error("portion_grams", _now("Écrivez le poids estimé d’une portion."))
        return data
