"""Closing: what a distribution was is looked at, compared with the money, and validated."""

from django.apps import AppConfig


class ClosingConfig(AppConfig):
    name = "cabas.closing"
    label = "closing"
