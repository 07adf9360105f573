"""The addresses of a group's office: members and roles; and the page that tells every member who does what."""

from django.urls import path

from cabas.groups.views import member, member_edit, member_import, members, roles, settings, who

app_name = "groups"

urlpatterns = [
    path("gestion/membres/", members.members, name="members"),
    path("gestion/membres/nouveau/", members.member_new, name="member_new"),
    path("gestion/membres/import/", member_import.member_import, name="member_import"),
    path("gestion/membres/import/<uuid:draft>/", member_import.member_import_preview, name="member_import_preview"),
    path("gestion/membres/import/<int:act>/annulation/", member_import.undoing, name="member_import_undoing"),
    path("gestion/membres/<int:number>/", member.member, name="member"),
    path("gestion/membres/<int:number>/modifier/", member_edit.member_edit, name="member_edit"),
    path("gestion/membres/<int:number>/retour/", member.member_return, name="member_return"),
    path("qui-fait-quoi/", who.who, name="who"),
    path("gestion/droits/", roles.roles, name="roles"),
    path("gestion/reglages/", settings.settings, name="settings"),
    path("gestion/reglages/lieux/", settings.places, name="places"),
]
