"""The addresses of vendors, catalogs and products."""

from django.urls import path

from cabas.catalogs.views import (
    catalog_edit,
    catalogs,
    coordinated,
    exporting,
    product_acts,
    product_import,
    products,
)

app_name = "catalogs"

CATALOG = "gestion/catalogues/<int:number>/"
PRODUCT = f"{CATALOG}produits/<int:product>/"

urlpatterns = [
    path("gestion/droits/catalogues/<int:person>/", coordinated.coordinated, name="coordinated"),
    path("gestion/catalogues/", catalogs.catalogs, name="catalogs"),
    path("gestion/catalogues/nouveau/", catalogs.vendor_new, name="vendor_new"),
    path("gestion/catalogues/<int:number>/", catalogs.catalog, name="catalog"),
    path("gestion/catalogues/<int:number>/produits/nouveau/", products.product_new, name="product_new"),
    path("gestion/catalogues/<int:number>/produits/<int:product>/", products.product, name="product"),
    path(f"{PRODUCT}disponibilite/", product_acts.availability, name="product_availability"),
    path(f"{PRODUCT}place/", product_acts.placing, name="product_place"),
    path(f"{PRODUCT}copie/", product_acts.copying, name="product_copy"),
    path(f"{PRODUCT}retrait/", product_acts.withdrawal, name="product_withdrawal"),
    path(f"{PRODUCT}suppression/", product_acts.removal, name="product_removal"),
    path(f"{CATALOG}modifier/", catalog_edit.catalog_edit, name="catalog_edit"),
    path(f"{CATALOG}copie/", catalog_edit.copying, name="catalog_copy"),
    path(f"{CATALOG}archivage/", catalog_edit.archiving, name="catalog_archiving"),
    path(f"{CATALOG}produits.csv", exporting.csv, name="catalog_csv"),
    path(f"{CATALOG}produits.xlsx", exporting.xlsx, name="catalog_xlsx"),
    path(f"{CATALOG}import/<int:act>/annulation/", product_import.undoing, name="product_import_undoing"),
    path("gestion/catalogues/<int:number>/import/", product_import.product_import, name="product_import"),
    path(
        "gestion/catalogues/<int:number>/import/<uuid:draft>/",
        product_import.product_import_preview,
        name="product_import_preview",
    ),
]
