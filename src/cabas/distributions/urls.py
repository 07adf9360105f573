"""The addresses of ordering, of the account and of the distributions, below /g/<group>/."""

from django.urls import path

from cabas.distributions.views import (
    account,
    account_transfer,
    add_basket,
    again,
    basket_list,
    checkout,
    distribution,
    member_basket,
    online_card,
    payment_settings,
    plan,
    replanning,
    shop,
    top_up,
    top_up_card,
)

app_name = "distributions"

management = "gestion/distributions/"

one = f"{management}<int:number>/"
evening = "commande/<int:number>/"

urlpatterns = [
    path("commande/", shop.shop_next, name="shop_next"),
    path(evening, shop.shop, name="shop"),
    path(f"{evening}reprise/", again.again, name="again"),
    path(f"{evening}brouillon/", shop.draft, name="draft"),
    path(f"{evening}abandon/", shop.drop_draft, name="drop_draft"),
    path(f"{evening}regler/", checkout.checkout, name="checkout"),
    path(f"{evening}merci/", checkout.thanks, name="thanks"),
    path(f"{evening}carte/", online_card.card, name="card"),
    path(f"{evening}carte/abandon/", online_card.left, name="card_left"),
    path(f"{evening}carte/retour/", online_card.returned, name="card_returned"),
    path("avis-de-paiement/", online_card.notices, name="card_notices"),
    path("compte/", account.account, name="account"),
    path("compte/crediter/", top_up.top_up, name="top_up"),
    path("compte/crediter/carte/", top_up_card.top_up_card, name="top_up_card"),
    path("compte/crediter/carte/abandon/", top_up_card.left, name="top_up_card_left"),
    path("compte/crediter/carte/retour/", top_up_card.returned, name="top_up_card_returned"),
    path("compte/virement/", account_transfer.account_transfer, name="account_transfer"),
    path("compte/virement/abandon/", account_transfer.give_up, name="transfer_given_up"),
    path("gestion/reglages/paiements/", payment_settings.payment_settings, name="payment_settings"),
    path("gestion/reglages/paiements/activation/", payment_settings.payments_switch, name="payments_switch"),
    path(management, plan.distributions, name="plan"),
    path(f"{management}nouvelle/", plan.new_distribution, name="new_distribution"),
    path(one, distribution.distribution, name="distribution"),
    path(f"{one}modification/", replanning.change, name="replan"),
    path(f"{one}cloture/", replanning.close, name="close_orders"),
    path(f"{one}prolongation/", replanning.extend, name="extend_orders"),
    path(f"{one}suppression/", replanning.delete, name="delete_distribution"),
    path(f"{one}distribution.xlsx", basket_list.workbook_file, name="workbook"),
    path(f"{one}paniers/", basket_list.baskets, name="baskets"),
    path(f"{one}paniers/ajouter/", add_basket.add_basket, name="add_basket"),
    path(f"{one}paniers/<int:member>/", member_basket.member_basket, name="member_basket"),
    path(f"{one}paniers.csv", basket_list.baskets_file, name="baskets_csv"),
]
