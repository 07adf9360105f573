"""Joining is the app of the outside of a group: the page it shows, who asks to join, who is answered what."""

from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "cabas.joining"
    label = "joining"
