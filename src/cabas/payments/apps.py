"""How money comes to a member's account, and what was received."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "cabas.payments"
    label = "payments"
