"""Forms of a catalog: a vendor, and a product."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cabas.catalogs.cells import STOCK_MAX
from cabas.catalogs.models import FEE_MAX, Catalog, Product
from cabas.catalogs.percent_field import PercentField
from cabas.catalogs.prices import price_of
from cabas.catalogs.product_fields import (
    OFF,
    PhotoFields,
    crate_size_field,
    portion_grams_field,
    require_portion,
    vat_rate_field,
)
from cabas.groups.models import Adult, Group
from cabas.money import Money
from cabas.money.form_field import MoneyFormField
from cabas.people.models import User
from cabas.people.phones import validate_phone


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


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody of the group, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class CatalogForm(forms.ModelForm[Catalog]):
    """What a catalog says of itself."""

    contact = PersonField(
        User.objects.none(),
        label=_("Contact dans le groupe"),
        required=False,
        empty_label=_("personne"),
        help_text=_("À qui parler de ce catalogue."),
    )
    fee_percent = PercentField(
        label=_("Frais ajoutés aux prix"),
        required=False,
        max_value=FEE_MAX,
        help_text=_(
            "Les membres paient le prix du producteur et ce pourcentage, arrondis au centime\u202f; le groupe garde la "
            "différence. Ce qui est déjà commandé garde son prix."
        ),
        error_messages={
            "invalid": _("Écrivez un taux comme 5,5."),
            "min_value": _("Un pourcentage est entre 0 et 50."),
            "max_value": _("Un pourcentage est entre 0 et 50."),
        },
    )

    class Meta:
        model = Catalog
        fields = ("name", "contact", "starts_on", "ends_on", "fee_name", "fee_percent")
        labels = {
            "name": _("Nom du catalogue"),
            "starts_on": _("Proposé à partir du"),
            "ends_on": _("Jusqu’au"),
            "fee_name": _("Nom des frais"),
        }
        help_texts = {
            "ends_on": _("Vide\u202f: sans fin."),
            "fee_name": _("Comme «\u202fFrais de fonctionnement\u202f»."),
        }
        widgets = {
            "name": forms.TextInput(attrs=OFF),
            "fee_name": forms.TextInput(attrs=OFF),
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        error_messages = {"name": {"required": _("Il manque le nom du catalogue.")}}

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Adult.objects.filter(group=group, membership__left_on__isnull=True)
        people = User.objects.filter(pk__in=here.values("person")).order_by("sort_name")
        self.fields["contact"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _now("La fin est avant le début."))
        data["fee_percent"] = data.get("fee_percent") or Decimal(0)
        return data


class ProductForm(PhotoFields, forms.ModelForm[Product]):
    """A product of a catalog, by the piece or by the kilogram; its price is that of the vendor."""

    price = MoneyFormField(
        label=_("Prix TTC"),
        min_value=Money(0),
        help_text=_("Pour une pièce\u202f; pour un kilo quand le produit est pesé."),
        error_messages={"required": _("Il manque le prix.")},
    )
    vat_rate = vat_rate_field()
    portion_grams = portion_grams_field()
    stock = forms.IntegerField(
        label=_("Stock par distribution"),
        required=False,
        min_value=0,
        max_value=STOCK_MAX,
        help_text=_("Vide\u202f: sans limite."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", **OFF}),
        error_messages={"invalid": _("Écrivez un nombre entier, ou laissez vide.")},
    )

    crate_size = crate_size_field()

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
            "crate_size",
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
            "reference": _("Celle du producteur\u202f; un import reconnaît le produit par elle."),
            "unit": _("Ce qu’est une pièce\u202f: botte, 6 œufs, 75 cl."),
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
        if self.instance.pk:
            self.initial["price"] = self.instance.vendor_price
        if catalog.fee_percent:
            self.fields["price"].label = _("Prix du producteur, TTC")

    def clean_reference(self) -> str:
        reference: str = self.cleaned_data["reference"].strip()
        others = Product.objects.filter(catalog=self.instance.catalog, reference=reference).exclude(pk=self.instance.pk)
        if reference and (other := others.first()):
            raise forms.ValidationError(
                _now("«\u202f%(name)s\u202f» a déjà cette référence dans le catalogue.") % {"name": other.name}
            )
        return reference

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = require_portion(self, super().clean() or {})
        if "price" in data:
            catalog = self.instance.catalog
            data["price"], self.instance.fee_percent = price_of(catalog, data["price"]), catalog.fee_percent
        return data

    def save(self, commit: bool = True) -> Product:
        product: Product = super().save(commit=False)
        self.apply_photo(product)
        if commit:
            product.save()
        return product
