"""The addresses of ordering, of the account, of the stand and of validation, below /g/<group>/."""

from django.urls import path

from cabas.distributions.views import plan

app_name = "distributions"

management = "gestion/distributions/"

urlpatterns = [
    path(management, plan.distributions, name="plan"),
    path(f"{management}nouvelle/", plan.new_distribution, name="new_distribution"),
]
