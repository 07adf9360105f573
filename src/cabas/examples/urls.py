"""The addresses of a host's group of examples, beside the groups."""

from django.urls import path

from cabas.examples import views

urlpatterns = [
    path("groupes/exemple/", views.making, name="example"),
    path("groupes/exemple/remise-a-zero/", views.reset, name="example_reset"),
    path("groupes/exemple/effacer/", views.erasing, name="example_erasing"),
    path("groupes/exemple/<int:number>/effacer/", views.erasing_of, name="example_erasing_of"),
]
