"""Distributions, baskets, ordering and their rules."""

from django.apps import AppConfig


class DistributionsConfig(AppConfig):
    name = "cabas.distributions"
    label = "distributions"
