"""The addresses of the means of payment."""

from django.urls import path

from cabas.payments.views import means

app_name = "payments"

urlpatterns = [path("gestion/reglages/paiements/", means.means, name="means")]
