"""The address of the first steps, below /g/<group>/."""

from django.urls import path

from cabas.starting.views import first_steps

app_name = "starting"

urlpatterns = [path("premiers-pas/", first_steps.first_steps, name="first_steps")]
