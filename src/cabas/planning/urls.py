"""The addresses of planning, below /g/<group>/: cycles, one distribution that is moved, calendars."""

from django.urls import path

from cabas.planning.views import calendars, cancelling, catalog_hours, copying, cycles, moving, restoring, shifting

app_name = "planning"

management = "gestion/distributions/"
one = f"{management}<int:number>/"

urlpatterns = [
    path(f"{management}cycles/", cycles.cycles, name="cycles"),
    path(f"{management}cycles/nouveau/", cycles.new_cycle, name="new_cycle"),
    path(f"{management}cycles/<int:cycle>/", cycles.cycle, name="cycle"),
    path(f"{management}cycles/<int:cycle>/suppression/", cycles.removal, name="cycle_removal"),
    path(f"{one}copie/", copying.copying, name="copying"),
    path(f"{one}report/", moving.postponing, name="postponing"),
    path(f"{one}report/retour/", moving.put_back, name="put_back"),
    path(f"{one}annulation/", cancelling.cancelling, name="cancelling"),
    path(f"{one}annulation/retour/", restoring.restoring, name="restoring"),
    path(f"{one}catalogues/", catalog_hours.catalog_hours, name="catalog_hours"),
    path(f"{one}catalogues/<int:catalog>/retrait/", cancelling.withdrawing, name="withdrawing"),
    path(f"{one}catalogues/<int:catalog>/decalage/", shifting.shifting, name="shifting"),
    path(f"{one}catalogues/<int:catalog>/retour/", restoring.restoring, name="catalog_restoring"),
    path("agenda/", calendars.calendar, name="calendar"),
    path("agenda/nouvelle-adresse/", calendars.renew, name="calendar_renewed"),
    path("agenda/<str:token>.ics", calendars.feed, name="feed"),
    path("commande/<int:number>/agenda.ics", calendars.evening_file, name="evening_file"),
]
