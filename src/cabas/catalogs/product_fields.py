"""The fields of a product that its group and its producer both fill: a photo, a rate, a weight, crates."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cabas.catalogs.cells import GRAMS_MAX
from cabas.catalogs.crates import CRATE_MAX
from cabas.catalogs.models import Product
from cabas.catalogs.percent_field import PercentField
from cabas.catalogs.photos import Photo, PhotoRefused, keep_photo, read_photo, remove_photo

OFF = {"autocomplete": "off"}


class PhotoFields(forms.Form):
    """A photo, from the files of a device or from its camera."""

    photo_file = forms.FileField(
        label=_("Choisir une photo"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif"}),
        help_text=_("JPEG, PNG, WebP ou HEIC, 15 Mo au plus. Le lieu de la prise de vue est effacé."),
    )
    camera = forms.FileField(
        label=_("Ou la prendre maintenant"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    removes_photo = forms.BooleanField(label=_("Retirer la photo"), required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name in ("photo_file", "camera"):
            if data.get(name) is not None:
                try:
                    data["photo"] = read_photo(data[name])
                except PhotoRefused as refusal:
                    self.add_error(name, str(refusal))
        return data

    def apply_photo(self, product: Product) -> None:
        """What was asked of the photo of this product, which is saved after."""
        photo: Photo | None = self.cleaned_data.get("photo")
        if photo is not None:
            keep_photo(product, photo)
        elif self.cleaned_data.get("removes_photo"):
            remove_photo(product)


def crate_size_field() -> forms.IntegerField:
    """How many fill a crate, where a vendor brings crates."""
    return forms.IntegerField(
        label=_("Pièces par caisse"),
        required=False,
        min_value=2,
        max_value=CRATE_MAX,
        help_text=_("Vide\u202f: pas de caisses. La commande dit au producteur combien de caisses sont pleines."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", **OFF}),
        error_messages={"invalid": _("Écrivez un nombre entier, ou laissez vide.")},
    )


def vat_rate_field() -> forms.DecimalField:
    """The rate of a product."""
    return PercentField(
        label=_("Taux de TVA"),
        max_value=50,
        initial=Decimal("5.5"),
        error_messages={
            "required": _("Il manque le taux de TVA."),
            "invalid": _("Écrivez un taux comme 5,5."),
            "min_value": _("Un taux de TVA est entre 0 et 50."),
            "max_value": _("Un taux de TVA est entre 0 et 50."),
        },
    )


def portion_grams_field() -> forms.IntegerField:
    """What one portion of a weighed product is about."""
    return forms.IntegerField(
        label=_("Poids estimé d’une portion"),
        required=False,
        min_value=1,
        max_value=GRAMS_MAX,
        help_text=_("Seulement pour un produit pesé\u202f: on commande des portions, on paie ce que dit la balance."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", **OFF}),
        error_messages={"invalid": _("Écrivez un poids en grammes, comme 240.")},
    )


def require_portion(form: forms.BaseForm, data: dict[str, Any]) -> dict[str, Any]:
    """A weighed product has an estimate."""
    if data.get("is_weighed") and not data.get("portion_grams") and "portion_grams" not in form.errors:
        form.add_error("portion_grams", _now("Écrivez le poids estimé d’une portion."))
    return data
