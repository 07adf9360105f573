"""The addresses of a person outside any group: the first sign-in, one's data, erasing oneself."""

from django.urls import path

from cabas.households.views import erasing, my_data, welcome

urlpatterns = [
    path("mes-donnees/", my_data.my_data, name="my_data"),
    path("mes-donnees/mes-donnees.zip", my_data.my_data_zip, name="my_data_zip"),
    path("mes-donnees/effacer/", erasing.erase_me, name="erase_me"),
    path("bienvenue/<str:token>/", welcome.welcome, name="welcome"),
]
