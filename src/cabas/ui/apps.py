"""Ui is the app of the page shell, the components, the formats and the look; it knows no business rule."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "cabas.ui"
    label = "ui"
