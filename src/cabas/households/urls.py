"""The addresses of households, below /g/<group>/: invitations, the second adult, leaving, merging, erasing."""

from django.urls import path

from cabas.households.views import inviting

app_name = "households"

member = "gestion/membres/<int:number>/"

urlpatterns = [
    path("gestion/membres/inviter/", inviting.inviting, name="inviting"),
    path("gestion/membres/inviter/<uuid:draft>/", inviting.invitations, name="invitations"),
    path("gestion/membres/invitations/", inviting.invite_them, name="invite_them"),
    path(f"{member}invitation/", inviting.invite_one, name="invite_one"),
]
