"""The addresses of validation and of what is compared before it, below /g/<group>/."""

from django.urls import path

from cabas.closing.views import acts, counting, terminal, till, validation, validations

app_name = "closing"

one = "gestion/distributions/<int:number>/"
closing = f"{one}validation/"

urlpatterns = [
    path("gestion/distributions/validations/", validations.validations, name="validations"),
    path("gestion/caisse/", till.till, name="till"),
    path(closing, validation.validation, name="validation"),
    path(f"{closing}comptage/", counting.counting, name="counting"),
    path(f"{one}terminal/", terminal.terminal, name="terminal"),
    path(f"{one}terminal.xlsx", terminal.terminal_file, name="terminal_xlsx"),
    path(f"{closing}<int:basket>/", acts.case, name="case"),
    path(f"{closing}encaissements/", acts.announced, name="announced"),
    path(f"{closing}encaissements/validation/", acts.validated_as_announced, name="validated_as_announced"),
    path(f"{closing}encaissements/annulation/", acts.undo_announced, name="undo_announced"),
    path(f"{closing}annulation/", validation.undo, name="undo"),
]
