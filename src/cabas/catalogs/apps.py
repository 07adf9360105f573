"""Vendors, their catalogs and products."""

from django.apps import AppConfig


class CatalogsConfig(AppConfig):
    name = "cabas.catalogs"
    label = "catalogs"
