"""The address of the keys of online payment, below /g/<group>/."""

from django.urls import path

from cabas.payments.online import views

app_name = "online"

page = "gestion/reglages/paiements/en-ligne/"
urlpatterns = [
    path(page, views.keys, name="keys"),
    path(f"{page}essai/", views.trial, name="trial"),
    path(f"{page}retrait/", views.removal, name="removal"),
]
