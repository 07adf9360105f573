"""The demonstration: one made-up group, there only where the data folder says so."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "cabas.demo"
    label = "demo"
