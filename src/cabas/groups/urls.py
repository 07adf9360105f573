"""The addresses of a group's office: members and roles."""

from django.urls import path

from cabas.groups.views import member_import, members, roles

app_name = "groups"

urlpatterns = [
    path("gestion/membres/", members.members, name="members"),
    path("gestion/membres/nouveau/", members.member_new, name="member_new"),
    path("gestion/membres/import/", member_import.member_import, name="member_import"),
    path("gestion/membres/import/<uuid:draft>/", member_import.member_import_preview, name="member_import_preview"),
    path("gestion/droits/", roles.roles, name="roles"),
]
