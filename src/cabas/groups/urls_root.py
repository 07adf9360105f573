"""The addresses outside any group: the entrance, the choice of a group, one's own details."""

from django.urls import path

from cabas.groups.views import choosing, my_details

urlpatterns = [
    path("", choosing.choose_group, name="entrance"),
    path("groupes/", choosing.choose_group, name="my_groups"),
    path("mes-coordonnees/", my_details.my_details, name="my_details"),
]
