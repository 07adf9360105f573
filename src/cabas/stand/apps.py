"""The stand: the hour when the baskets are handed out, weighed and paid."""

from django.apps import AppConfig


class StandConfig(AppConfig):
    name = "cabas.stand"
    label = "stand"
