"""The addresses of the stand, below /g/<group>/."""

from django.urls import path

from cabas.stand.views import acts, pass_opening, passes, stand

app_name = "stand"

counter = "gestion/distributions/<int:number>/stand/"
basket = f"{counter}<int:basket>/"
volunteers = f"{counter}benevoles/"

urlpatterns = [
    path(counter, stand.stand, name="stand"),
    path(basket, stand.stand_basket, name="basket"),
    path(f"{basket}encaissement/", acts.receipts, name="receipts"),
    path(f"{basket}service/", acts.servings, name="servings"),
    path(f"{basket}pesee/", acts.weighings, name="weighings"),
    path(f"{basket}lignes/", acts.lines, name="lines"),
    path(f"{basket}manquants/", acts.missing, name="missing"),
    path(f"{basket}annulation/", acts.undoing, name="undoing"),
    path(volunteers, passes.passes, name="passes"),
    path(f"{volunteers}<int:day_pass>/courriel/", passes.pass_mail, name="pass_mail"),
    path(f"{volunteers}<int:day_pass>/retrait/", passes.pass_revoking, name="pass_revoking"),
    path("stand/quitter/", pass_opening.pass_leaving, name="pass_leaving"),
    path("stand/lien/<str:token>/", pass_opening.pass_opening, name="pass_opening"),
]
