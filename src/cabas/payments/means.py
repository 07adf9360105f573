"""The means of payment of a group, and the account that each one fills."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cabas.groups.chart import Kind


class Means(models.TextChoices):
    """How a member pays. Cheque, cash and terminal happen at the stand; transfer and online card come by themselves.

    The cagnotte is the means of a basket only: no money comes in by it.
    """

    CHEQUE = "cheque", _("Chèque")
    CASH = "cash", _("Espèces")
    TRANSFER = "transfer", _("Virement")
    TERMINAL = "terminal", _("Carte")
    ONLINE = "online", _("Carte en ligne")
    CAGNOTTE = "cagnotte", _("Cagnotte")


# What receiving fills: a cheque is in hand until it is deposited, a card ticket until the bank pays it, an online card
# until the provider does.
ACCOUNT_OF: dict[str, Kind] = {
    Means.CHEQUE: Kind.CHEQUES_IN_HAND,
    Means.CASH: Kind.CASH,
    Means.TRANSFER: Kind.BANK,
    Means.TERMINAL: Kind.TERMINAL,
    Means.ONLINE: Kind.ONLINE_PROVIDER,
}

BY_MEANS: dict[str, Any] = {
    Means.CHEQUE: _("par chèque"),
    Means.CASH: _("en espèces"),
    Means.TRANSFER: _("par virement"),
    Means.TERMINAL: _("par carte"),
    Means.ONLINE: _("par carte en ligne"),
    Means.CAGNOTTE: _("avec la cagnotte"),
}

ICON_OF: dict[str, str] = {
    Means.CHEQUE: "signature",
    Means.CASH: "banknote",
    Means.TRANSFER: "landmark",
    Means.TERMINAL: "credit-card",
    Means.ONLINE: "globe",
    Means.CAGNOTTE: "piggy-bank",
}

AT_THE_STAND = (Means.CHEQUE, Means.CASH, Means.TERMINAL)
FROM_AFAR = (Means.TRANSFER, Means.ONLINE)  # it comes by itself, before or after the basket is handed out
PROMISE_NOTHING = ("", Means.CAGNOTTE)
TOPS_UP = tuple(means for means in Means if means != Means.CAGNOTTE)
WRITTEN_BY_HAND = tuple(means for means in TOPS_UP if means != Means.ONLINE)  # the provider's word writes that one


def is_promise(means: str) -> bool:
    """Does a basket with this means wait for money? The cagnotte paid it when it was ordered."""
    return means not in PROMISE_NOTHING
