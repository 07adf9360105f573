"""Planning: distributions that repeat, are postponed, cancelled or copied, their calendar, and last week's order."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "cabas.planning"
    label = "planning"
