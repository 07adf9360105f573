"""Forms of producers: who is invited, what a producer may change of a product, and what a new one is."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cabas.catalogs.cells import STOCK_MAX
from cabas.catalogs.models import Product
from cabas.catalogs.product_fields import (
    PhotoFields,
    crate_size_field,
    portion_grams_field,
    require_portion,
    vat_rate_field,
)
from cabas.money import Money
from cabas.money.form_field import MoneyFormField

OFF = {"autocomplete": "off"}


class InvitationForm(forms.Form):
    """Who sees the farm."""

    first_name = forms.CharField(
        label=_("Prénom"),
        max_length=80,
        widget=forms.TextInput(attrs=OFF),
        error_messages={"required": _("Il manque le prénom.")},
    )
    last_name = forms.CharField(
        label=_("Nom"),
        max_length=80,
        widget=forms.TextInput(attrs=OFF),
        error_messages={"required": _("Il manque le nom.")},
    )
    email = forms.EmailField(
        label=_("E-mail de la personne"),
        max_length=254,
        widget=forms.EmailInput(attrs=OFF),
        error_messages={"required": _("Il manque l’adresse e-mail.")},
    )


class KeptProductForm(PhotoFields, forms.ModelForm[Product]):
    """What a producer changes: never the tax, the shelf or how it is sold."""

    vendor_price = MoneyFormField(
        label=_("Votre prix TTC"), min_value=Money(0), error_messages={"required": _("Il manque le prix.")}
    )
    stock = forms.IntegerField(
        label=_("Stock par distribution"),
        required=False,
        min_value=0,
        max_value=STOCK_MAX,
        help_text=_("Vide : sans limite."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", **OFF}),
        error_messages={"invalid": _("Écrivez un nombre entier, ou laissez vide.")},
    )

    crate_size = crate_size_field()

    class Meta:
        model = Product
        fields: tuple[str, ...] = ("name", "description", "unit", "stock", "crate_size", "is_active")
        labels = {
            "name": _("Nom du produit"),
            "description": _("Description"),
            "unit": _("Unité"),
            "is_active": _("Proposé aux membres"),
        }
        help_texts = {
            "unit": _("Ce qu’est une pièce : botte, 6 œufs, 75 cl."),
            "is_active": _("Décochez quand il n’y en a plus."),
        }
        widgets = {
            "name": forms.TextInput(attrs=OFF),
            "unit": forms.TextInput(attrs=OFF),
            "description": forms.Textarea(attrs={"rows": 3}),
        }
        error_messages = {"name": {"required": _("Il manque le nom du produit.")}}

    def __init__(self, data: Any = None, files: Any = None, *, instance: Product) -> None:
        initial = {"vendor_price": instance.vendor_price} if instance.pk else {}
        super().__init__(data, files, instance=instance, initial=initial)

    @property
    def shows(self) -> Callable[[Product], None] | None:
        """What puts the photo that was sent on the product, or takes it away."""
        asked = self.cleaned_data.get("photo") is not None or self.cleaned_data.get("removes_photo")
        return self.apply_photo if asked else None


class AddedProductForm(KeptProductForm):
    """A new product: the producer says how it is sold too."""

    vat_rate = vat_rate_field()
    portion_grams = portion_grams_field()

    class Meta(KeptProductForm.Meta):
        fields = (
            "name",
            "family",
            "description",
            "unit",
            "is_weighed",
            "portion_grams",
            "vat_rate",
            "stock",
            "crate_size",
        )
        labels = {**KeptProductForm.Meta.labels, "family": _("Rayon"), "is_weighed": _("Pesé à la distribution")}

    def clean(self) -> dict[str, Any]:
        return require_portion(self, super().clean())
