"""The addresses outside a group, and where those inside open its door."""

from django.urls import URLPattern

app_name = "joining"

urlpatterns: list[URLPattern] = []
