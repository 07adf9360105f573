"""A few addresses of a group, for the tests of the menus."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def page(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse()


def room(name: str, **views: str) -> tuple[list[object], str]:
    return [path(address, page, name=view) for view, address in views.items()], name


urlpatterns = [
    path("", include("cabas.people.urls")),
    path("", include("cabas.handbook.urls")),
    path("g/<slug:slug>/", include(room("dashboards", home=""))),
    path(
        "g/<slug:slug>/",
        include(
            room(
                "distributions",
                shop_next="commande/",
                shop="commande/d/",
                account="compte/",
                plan="gestion/distributions/",
                payment_settings="gestion/reglages/paiements/",
            )
        ),
    ),
    path(
        "g/<slug:slug>/",
        include(
            room("groups", members="gestion/membres/", roles="gestion/droits/", settings="gestion/reglages/"),
        ),
    ),
    path("g/<slug:slug>/", include(room("catalogs", catalogs="gestion/catalogues/"))),
    path("g/<slug:slug>/", include(room("producers", farms="ferme/", orders="gestion/commandes/"))),
]
