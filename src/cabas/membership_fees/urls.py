"""The addresses of membership fees, below /g/<group>/."""

from django.urls import path

from cabas.membership_fees.views import asking, fees, household, together

app_name = "membership_fees"

urlpatterns = [
    path("gestion/cotisations/", fees.fees, name="fees"),
    path("gestion/cotisations/cotisations.csv", fees.fees_file, {"kind": "csv"}, name="fees_csv"),
    path("gestion/cotisations/cotisations.xlsx", fees.fees_file, {"kind": "xlsx"}, name="fees_xlsx"),
    path("gestion/cotisations/reglages/", asking.asking, name="settings"),
    path("gestion/cotisations/ensemble/", together.recording, name="together"),
    path("gestion/cotisations/rappels/", together.reminding, name="reminders"),
    path("gestion/cotisations/annulation/", together.undoing, name="undoing"),
    path("gestion/cotisations/<int:number>/", household.household, name="household"),
]
