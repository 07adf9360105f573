"""What a group writes to its people: messages to a list, reminders, and what is told of each distribution."""

from django.apps import AppConfig


class AnnouncementsConfig(AppConfig):
    name = "cabas.announcements"
    label = "announcements"
