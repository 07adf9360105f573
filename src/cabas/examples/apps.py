"""Examples is the app of the groups in which a host tries Cabas, beside real ones."""

from django.apps import AppConfig


class ExamplesConfig(AppConfig):
    name = "cabas.examples"
    label = "examples"
