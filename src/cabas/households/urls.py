"""The addresses of households, below /g/<group>/: invitations, the second adult, leaving, merging, erasing."""

from django.urls import path

from cabas.households.views import erasing, household, inviting, leaving, merging

app_name = "households"

member = "gestion/membres/<int:number>/"

urlpatterns = [
    path("gestion/membres/inviter/", inviting.inviting, name="inviting"),
    path("gestion/membres/inviter/<uuid:draft>/", inviting.invitations, name="invitations"),
    path("gestion/membres/invitations/", inviting.invite_them, name="invite_them"),
    path("compte/foyer/", household.household, name="household"),
    path("compte/foyer/retrait/", household.adult_removal, name="adult_removal"),
    path("compte/quitter/", leaving.quitting, name="quitting"),
    path("gestion/membres/doublons/", merging.doubles, name="doubles"),
    path(f"{member}fusion/<int:into>/", merging.merging, name="merging"),
    path(f"{member}effacer/<int:person>/", erasing.erasing, name="erasing"),
    path(f"{member}depart/", leaving.leaving, name="leaving"),
    path(f"{member}invitation/", inviting.invite_one, name="invite_one"),
]
