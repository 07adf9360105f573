"""People is the app of those who sign in; it knows no group and no role."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "cabas.people"
    label = "people"
    verbose_name = _("personnes")
