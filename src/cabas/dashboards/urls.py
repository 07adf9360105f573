"""The addresses of the pages that bring rooms together, below /g/<group>/."""

from django.urls import path

from cabas.dashboards.views import dashboard, home

app_name = "dashboards"

urlpatterns = [
    path("", home.home, name="home"),
    path("gestion/", dashboard.dashboard, name="dashboard"),
]
