"""The addresses of duties, below /g/<group>/."""

from django.urls import path

from cabas.volunteering.views import duties, evening, participation, roles

app_name = "volunteering"

mine = "permanences/<int:number>/<int:role>/"
manage = "gestion/permanences/"
one = "gestion/distributions/<int:number>/permanences/"

urlpatterns = [
    path("permanences/", duties.duties, name="duties"),
    path(f"{mine}inscription/", duties.sign_up, name="sign_up"),
    path(f"{mine}desinscription/", duties.sign_off, name="sign_off"),
    path(manage, roles.roles, name="roles"),
    path(f"{manage}roles/nouveau/", roles.role_new, name="role_new"),
    path(f"{manage}roles/<int:role>/", roles.role, name="role"),
    path(f"{manage}roles/<int:role>/suppression/", roles.remove, name="role_removing"),
    path(f"{manage}roles/<int:role>/retour/", roles.restore, name="role_restoring"),
    path(f"{manage}participation/", participation.participation, name="participation"),
    path(f"{manage}participation.csv", participation.participation_csv, name="participation_csv"),
    path(one, evening.evening, name="evening"),
    path(f"{one}besoins/", evening.wanted, name="wanted"),
    path(f"{one}retrait/", evening.take_off, name="take_off"),
]
