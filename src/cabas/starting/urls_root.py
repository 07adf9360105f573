"""The addresses by which a group begins, outside any group."""

from django.urls import path

from cabas.starting.models import Way
from cabas.starting.views import beginning

urlpatterns = [
    path("groupes/nouveau/", beginning.ways, name="new_group"),
    path("groupes/nouveau/creation/", beginning.questions, {"way": Way.CREATION}, name="new_group_created"),
    path("groupes/nouveau/cagette/", beginning.questions, {"way": Way.CAGETTE}, name="new_group_from_cagette"),
]
