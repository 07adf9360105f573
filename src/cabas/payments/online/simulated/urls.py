"""The page of the provider of a demonstration."""

from django.urls import path

from cabas.payments.online.simulated import views

app_name = "simulated"

urlpatterns = [path("paiement-simule/<slug:session>/", views.page, name="page")]
