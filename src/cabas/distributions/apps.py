"""Distributions, baskets, ordering, the stand and validation."""

from django.apps import AppConfig


class DistributionsConfig(AppConfig):
    name = "cabas.distributions"
    label = "distributions"
