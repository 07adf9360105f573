"""Starting is the app of the first steps of a group: the ways to begin, and the list of what is to be set up."""

from django.apps import AppConfig


class StartingConfig(AppConfig):
    name = "cabas.starting"
    label = "starting"
