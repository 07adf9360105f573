"""Outgoing mail: queued with its cause, sent by the worker, readable in the application."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "cabas.mail"
    label = "mail"
