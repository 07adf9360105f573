"""The addresses of an installation that is a demonstration."""

from django.urls import include, path

urlpatterns = [
    path("", include("cabas.groups.urls_root")),
    path("", include("cabas.demo.urls")),
    path("", include("cabas.config.urls")),
]
