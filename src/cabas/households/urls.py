"""The addresses of households, below /g/<group>/: invitations, the second adult, leaving, merging, erasing."""

from django.urls import URLPattern

app_name = "households"

urlpatterns: list[URLPattern] = []
