"""The addresses of the treasury, below /g/<group>/."""

from django.urls import URLPattern

app_name = "treasury"

urlpatterns: list[URLPattern] = []
