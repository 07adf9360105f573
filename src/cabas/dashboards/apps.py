"""Dashboards: the pages that bring rooms together, a member's home and what is to do in a group."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "cabas.dashboards"
    label = "dashboards"
