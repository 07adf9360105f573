"""All addresses of Cabas: those of a group under /g/<group>/, sign-in and the choice of a group beside."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

handler400 = "cabas.ui.errors.bad_request"
handler403 = "cabas.ui.errors.permission_denied"
handler404 = "cabas.ui.errors.not_found"
handler500 = "cabas.ui.errors.server_error"

of_a_group = [
    path("", include("cabas.dashboards.urls")),
    path("", include("cabas.starting.urls")),
    path("", include("cabas.planning.urls")),
    path("", include("cabas.closing.urls")),
    path("", include("cabas.stand.urls")),
    path("", include("cabas.volunteering.urls")),
    path("", include("cabas.papers.urls")),
    path("", include("cabas.distributions.urls")),
    path("", include("cabas.announcements.urls")),
    path("", include("cabas.treasury.urls")),
    path("", include("cabas.membership_fees.urls")),
    path("", include("cabas.producers.urls")),
    path("", include("cabas.households.urls")),
    path("", include("cabas.catalogs.urls")),
    path("", include("cabas.payments.online.urls")),
    path("", include("cabas.joining.urls")),
    path("", include("cabas.mail.urls")),
    path("", include("cabas.groups.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("cabas.starting.urls_root")),
    path("", include("cabas.hosting.urls")),
    path("", include("cabas.groups.urls_root")),
    path("", include("cabas.catalogs.urls_root")),
    path("", include("cabas.people.urls")),
    path("", include("cabas.handbook.urls")),
    path("", include("cabas.mail.urls_root")),
    path("", include("cabas.households.urls_root")),
    path("", include("cabas.examples.urls")),
    path("", include("cabas.payments.online.simulated.urls")),
    path("g/<slug:slug>/", include(of_a_group)),
]
if settings.IS_DEMO:
    urlpatterns.append(path("", include("cabas.demo.urls")))
