"""The columns of a file of products; a price is with or without taxes, and an offer stands under its product."""

from django.utils.translation import gettext as _

from cabas.sheets.columns import Column, Matching

PRICES = ("price", "price_without_tax")


def product_columns() -> tuple[Column, ...]:
    """What a file of products may hold, under the names that other systems give it."""
    return (
        Column("name", _("Nom du produit"), ("Nom", "Produit", "Name", "Product", "Libellé"), is_required=True),
        Column("offer", _("Nom de l’offre"), ("Nom offre", "Offre")),
        Column("reference", _("Référence"), ("Référence unique", "Code", "SKU")),
        Column("product_reference", _("Référence du produit"), ("Réf", "Réf. produit")),
        Column("description", _("Description")),
        Column("family", _("Rayon"), ("Catégorie", "Famille", "Category")),
        Column("price", _("Prix TTC"), ("Prix", "Prix T.T.C.", "Price")),
        Column("price_without_tax", _("Prix HT"), ("Prix H.T", "Prix hors taxe")),
        Column("vat_rate", _("Taux de TVA"), ("TVA", "VAT")),
        Column("quantity", _("Quantité de l’offre"), ("Quantité", "Contenance", "Units")),
        Column("unit", _("Unité"), ("Conditionnement", "Unit", "Unit type")),
        Column("portion_grams", _("Poids estimé (g)"), ("Poids d’une portion (g)",)),
        Column("stock", _("Stock"), ("Stock par distribution", "On hand")),
        Column("crate_size", _("Pièces par caisse"), ("Par caisse", "Colisage")),
        Column("is_active", _("Proposé"), ("Actif", "Active")),
    )


def missing_columns(matching: Matching) -> list[str]:
    """The labels of the columns without which nothing can be imported: a name, and one of the two prices."""
    labels = [column.label for column in matching.missing]
    if not any(key in matching.by_key for key in PRICES):
        labels.append(_("prix"))
    return labels
