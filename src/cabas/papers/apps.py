"""Papers: what an evening is run on without a screen, what is keyed in from it; receipts and yearly statements."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "cabas.papers"
    label = "papers"
