"""Card payments on the page of a provider: card numbers never come here."""

from django.apps import AppConfig


class OnlineConfig(AppConfig):
    name = "cabas.payments.online"
    label = "online"
