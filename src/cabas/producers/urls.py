"""The addresses of producers: their farm and catalog; for the group their page, their account, the orders they get."""

from django.urls import path

from cabas.producers.views import farm, kept_catalog, orders, payments, vendor

app_name = "producers"

urlpatterns = [
    path("ferme/", farm.farms, name="farms"),
    path("ferme/<int:number>/", farm.farm, name="farm"),
    path("ferme/<int:number>/commande/<int:evening>.pdf", farm.order_pdf_file, name="farm_order_pdf"),
    path("ferme/<int:number>/commande/<int:evening>.xlsx", farm.order_xlsx_file, name="farm_order_xlsx"),
    path("ferme/<int:number>/catalogue/<int:catalog>/", kept_catalog.catalog, name="farm_catalog"),
    path("ferme/<int:number>/catalogue/<int:catalog>/ajout/", kept_catalog.new, name="farm_product_new"),
    path(
        "ferme/<int:number>/catalogue/<int:catalog>/produits/<int:product>/retrait/",
        kept_catalog.taking_out,
        name="farm_product_taking_out",
    ),
    path(
        "ferme/<int:number>/catalogue/<int:catalog>/produits/<int:product>/",
        kept_catalog.product,
        name="farm_product",
    ),
    path("gestion/producteurs/", vendor.vendors, name="vendors"),
    path("gestion/producteurs/<int:number>/", vendor.vendor, name="vendor"),
    path("gestion/producteurs/<int:number>/invitation/", vendor.invitation, name="invitation"),
    path("gestion/producteurs/<int:number>/personnes/<int:producer>/retrait/", vendor.withdrawal, name="withdrawal"),
    path("gestion/producteurs/<int:number>/catalogues/<int:catalog>/", vendor.keeping, name="keeping"),
    path("gestion/producteurs/<int:number>/catalogues/<int:catalog>/regard/", vendor.looking, name="looking"),
    path("gestion/producteurs/<int:number>/produits/<int:product>/vente/", vendor.sale, name="sale"),
    path("gestion/producteurs/<int:number>/paiement/", payments.payment, name="payment"),
    path(
        "gestion/producteurs/<int:number>/paiement/<int:operation>/annulation/",
        payments.payment_undoing,
        name="payment_undoing",
    ),
    path("gestion/commandes/", orders.orders, name="orders"),
    path("gestion/commandes/<int:number>/", orders.order, name="order"),
    path("gestion/commandes/<int:number>/<int:farm>.pdf", orders.order_pdf_file, name="order_pdf"),
    path("gestion/commandes/<int:number>/<int:farm>/envoi/", orders.sending, name="sending"),
]
