"""What the treasury reads and corrects: the balances of all, the account of one, and the files that leave."""

from django.apps import AppConfig


class TreasuryConfig(AppConfig):
    name = "cabas.treasury"
    label = "treasury"
