"""The addresses outside a group, and where those inside open its door."""

from django.urls import path

from cabas.joining.views import door, page, requests, setting

app_name = "joining"

urlpatterns = [
    path("presentation/", page.presentation, name="presentation"),
    path("rejoindre/", door.join, name="join"),
    path("rejoindre/envoye/", door.sent, name="sent"),
    path("rejoindre/demande/<str:token>/", door.followed, name="followed"),
    path("gestion/demandes/", requests.requests, name="requests"),
    path("gestion/demandes/<int:number>/accepter/", requests.accepting, name="accepting"),
    path("gestion/demandes/<int:number>/refuser/", requests.refusing, name="refusing"),
    path("gestion/reglages/page/", setting.welcome_settings, name="welcome_settings"),
]
