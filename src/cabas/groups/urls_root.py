"""The addresses outside any group: the entrance, and the choice of a group."""

from django.urls import path

from cabas.groups.views import choosing

urlpatterns = [
    path("", choosing.choose_group, name="entrance"),
    path("groupes/", choosing.choose_group, name="my_groups"),
]
