"""What a household pays to belong to its group."""

from django.apps import AppConfig


class MembershipFeesConfig(AppConfig):
    name = "cabas.membership_fees"
    label = "membership_fees"
