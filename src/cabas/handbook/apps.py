"""The handbook is the pages of `docs/aide`, read in Cabas by whoever asks for help."""

from django.apps import AppConfig


class HandbookConfig(AppConfig):
    name = "cabas.handbook"
    label = "handbook"
