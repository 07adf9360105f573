"""The means of payment of a group, and the account that each one fills."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cabas.groups.chart import Kind


class Means(models.TextChoices):
    """How a member pays. Cheque, cash and terminal happen at the stand; a transfer comes by itself."""

    CHEQUE = "cheque", _("Chèque")
    CASH = "cash", _("Espèces")
    TRANSFER = "transfer", _("Virement")
    TERMINAL = "terminal", _("Carte")


# What receiving fills: a cheque is in hand until it is deposited, a card ticket until the bank pays it.
ACCOUNT_OF: dict[str, Kind] = {
    Means.CHEQUE: Kind.CHEQUES_IN_HAND,
    Means.CASH: Kind.CASH,
    Means.TRANSFER: Kind.BANK,
    Means.TERMINAL: Kind.TERMINAL,
}

BY_MEANS: dict[str, Any] = {
    Means.CHEQUE: _("par chèque"),
    Means.CASH: _("en espèces"),
    Means.TRANSFER: _("par virement"),
    Means.TERMINAL: _("par carte"),
}

ICON_OF: dict[str, str] = {
    Means.CHEQUE: "signature",
    Means.CASH: "banknote",
    Means.TRANSFER: "landmark",
    Means.TERMINAL: "credit-card",
}

AT_THE_STAND = (Means.CHEQUE, Means.CASH, Means.TERMINAL)
