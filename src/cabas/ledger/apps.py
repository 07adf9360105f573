"""The ledger knows books, accounts, transactions and entries; nothing of food, people or screens."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "cabas.ledger"
    label = "ledger"
    verbose_name = _("Comptabilité")
