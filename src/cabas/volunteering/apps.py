"""Volunteering: what help each distribution needs, who gives it, and who is told."""

from django.apps import AppConfig


class VolunteeringConfig(AppConfig):
    name = "cabas.volunteering"
    label = "volunteering"
