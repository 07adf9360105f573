"""Households is the app of how people come into a group, change, part, are brought together and are forgotten."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HouseholdsConfig(AppConfig):
    name = "cabas.households"
    label = "households"
    verbose_name = _("foyers")
