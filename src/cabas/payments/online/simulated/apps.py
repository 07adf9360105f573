"""The provider of a demonstration."""

from django.apps import AppConfig


class SimulatedConfig(AppConfig):
    name = "cabas.payments.online.simulated"
    label = "simulated"
