"""The addresses of ordering, of the account, of the stand and of validation, below /g/<group>/."""

from django.urls import path

from cabas.distributions.views import account, checkout, home, plan, shop

app_name = "distributions"

management = "gestion/distributions/"

evening = "commande/<int:number>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("commande/", shop.shop_next, name="shop_next"),
    path(evening, shop.shop, name="shop"),
    path(f"{evening}brouillon/", shop.draft, name="draft"),
    path(f"{evening}abandon/", shop.drop_draft, name="drop_draft"),
    path(f"{evening}regler/", checkout.checkout, name="checkout"),
    path(f"{evening}merci/", checkout.thanks, name="thanks"),
    path("compte/", account.account, name="account"),
    path(management, plan.distributions, name="plan"),
    path(f"{management}nouvelle/", plan.new_distribution, name="new_distribution"),
]
