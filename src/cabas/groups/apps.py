"""Buying groups, their members and who may do what there."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "cabas.groups"
    label = "groups"
