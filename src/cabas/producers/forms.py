"""Forms of producers: who is invited, and what a producer may change of a product."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cabas.catalogs.cells import STOCK_MAX
from cabas.catalogs.models import Product
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


class KeptProductForm(forms.ModelForm[Product]):
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

    class Meta:
        model = Product
        fields = ("name", "description", "unit", "stock", "is_active")
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

    def __init__(self, data: Any = None, *, instance: Product) -> None:
        super().__init__(data, instance=instance, initial={"vendor_price": instance.vendor_price})
