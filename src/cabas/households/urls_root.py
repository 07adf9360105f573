"""The addresses of a person outside any group: the first sign-in, one's data, erasing oneself."""

from django.urls import path

from cabas.households.views import welcome

urlpatterns = [
    path("bienvenue/<str:token>/", welcome.welcome, name="welcome"),
]
