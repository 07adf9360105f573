"""The addresses of the stand, below /g/<group>/."""

from django.urls import path

from cabas.stand.views import (
    acts,
    by_product,
    installing,
    looking,
    pass_opening,
    passage,
    passes,
    product_changes,
    refreshing,
    sent_acts,
    stand,
)

app_name = "stand"

counter = "gestion/distributions/<int:number>/stand/"
basket = f"{counter}<int:basket>/"
products = f"{counter}produits/"
volunteers = f"{counter}benevoles/"

urlpatterns = [
    path(counter, stand.stand, name="stand"),
    path(f"{counter}paniers/", stand.stand_panels, name="panels"),
    path(f"{counter}actes/", sent_acts.sent_acts, name="sent_acts"),
    path(f"{counter}nouvelles/", refreshing.refreshing, name="news"),
    path(f"{counter}presence/", refreshing.presence, name="presence"),
    path(f"{counter}worker.js", installing.worker, name="worker"),
    path(f"{counter}application.webmanifest", installing.manifest, name="manifest"),
    path(f"{counter}a-voir/", looking.offline_cases, name="offline_cases"),
    path(f"{counter}a-voir/<int:act>/", looking.offline_case, name="offline_case"),
    path(basket, stand.stand_basket, name="basket"),
    path(f"{basket}encaissement/", acts.receipts, name="receipts"),
    path(f"{basket}service/", acts.servings, name="servings"),
    path(f"{basket}pesee/", acts.weighings, name="weighings"),
    path(f"{basket}lignes/", acts.lines, name="lines"),
    path(f"{basket}manquants/", acts.missing, name="missing"),
    path(f"{basket}note/", acts.notes, name="notes"),
    path(f"{basket}adhesion/", acts.fees, name="fees"),
    path(f"{basket}annulation/", acts.undoing, name="undoing"),
    path(f"{counter}passage/", passage.passage, name="passage"),
    path(products, by_product.products, name="products"),
    path(f"{products}<int:product>/", by_product.product, name="product"),
    path(f"{products}<int:product>/manquant/", product_changes.missing, name="product_missing"),
    path(f"{products}<int:product>/prix/", product_changes.price, name="product_price"),
    path(f"{products}changements/<int:change>/annulation/", product_changes.undoing, name="product_undoing"),
    path(volunteers, passes.passes, name="passes"),
    path(f"{volunteers}<int:day_pass>/courriel/", passes.pass_mail, name="pass_mail"),
    path(f"{volunteers}<int:day_pass>/retrait/", passes.pass_revoking, name="pass_revoking"),
    path("stand/quitter/", pass_opening.pass_leaving, name="pass_leaving"),
    path("stand/lien/<str:token>/", pass_opening.pass_opening, name="pass_opening"),
]
