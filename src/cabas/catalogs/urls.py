"""The addresses of vendors, catalogs and products."""

from django.urls import path

from cabas.catalogs.views import catalogs, coordinated, product_import, products

app_name = "catalogs"

urlpatterns = [
    path("gestion/droits/catalogues/<int:person>/", coordinated.coordinated, name="coordinated"),
    path("gestion/catalogues/", catalogs.catalogs, name="catalogs"),
    path("gestion/catalogues/nouveau/", catalogs.vendor_new, name="vendor_new"),
    path("gestion/catalogues/<int:number>/", catalogs.catalog, name="catalog"),
    path("gestion/catalogues/<int:number>/produits/nouveau/", products.product_new, name="product_new"),
    path("gestion/catalogues/<int:number>/produits/<int:product>/", products.product, name="product"),
    path("gestion/catalogues/<int:number>/import/", product_import.product_import, name="product_import"),
    path(
        "gestion/catalogues/<int:number>/import/<uuid:draft>/",
        product_import.product_import_preview,
        name="product_import_preview",
    ),
]
