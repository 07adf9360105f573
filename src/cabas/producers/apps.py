"""Producers: what a farm brings and when, what it is paid, the order it is sent, the catalog it keeps."""

from django.apps import AppConfig


class ProducersConfig(AppConfig):
    name = "cabas.producers"
    label = "producers"
