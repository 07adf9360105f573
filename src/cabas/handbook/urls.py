"""The addresses of the handbook: beside the groups, read without signing in."""

from django.urls import path

from cabas.handbook import views

urlpatterns = [
    path("aide/", views.index, name="handbook"),
    path("aide/<slug:name>/", views.page, name="handbook_page"),
]
