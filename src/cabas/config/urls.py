"""All addresses of Cabas: those of a group under /g/<group>/, sign-in and the choice of a group beside."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

GROUP_ROOMS = ("distributions", "catalogs", "payments", "mail", "groups")


def _rooms(names: tuple[str, ...]) -> list[URLResolver]:
    return [
        path("g/<slug:slug>/", include(f"cabas.{name}.urls")) for name in names if find_spec(f"cabas.{name}.urls")
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("cabas.people.urls")),
    *_rooms(GROUP_ROOMS),
]
if settings.IS_DEMO and find_spec("cabas.demo.urls"):
    urlpatterns.append(path("", include("cabas.demo.urls")))
