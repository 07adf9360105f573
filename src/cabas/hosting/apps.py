"""Hosting is the app of whoever looks after an installation: its first sign-in, its groups, its mail server."""

from django.apps import AppConfig


class HostingConfig(AppConfig):
    name = "cabas.hosting"
    label = "hosting"
