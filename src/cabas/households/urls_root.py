"""The addresses of a person outside any group: the first sign-in, one's data, erasing oneself."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
