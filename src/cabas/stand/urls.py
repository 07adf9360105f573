"""The addresses of the stand, below /g/<group>/."""

from django.urls import path

from cabas.stand.views import acts, stand

app_name = "stand"

counter = "gestion/distributions/<int:number>/stand/"
basket = f"{counter}<int:basket>/"

urlpatterns = [
    path(counter, stand.stand, name="stand"),
    path(basket, stand.stand_basket, name="basket"),
    path(f"{basket}encaissement/", acts.receipts, name="receipts"),
    path(f"{basket}service/", acts.servings, name="servings"),
    path(f"{basket}pesee/", acts.weighings, name="weighings"),
    path(f"{basket}lignes/", acts.lines, name="lines"),
    path(f"{basket}manquants/", acts.missing, name="missing"),
    path(f"{basket}annulation/", acts.undoing, name="undoing"),
]
