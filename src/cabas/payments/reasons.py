"""What takes money back, gives it back or corrects it says why; a reason that nobody typed is one of ours."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REASON_MAX = 200

UNDONE_AT_THE_STAND = "undone at the stand"
WRONG_MEANS = "wrong means"
WRONG_ACCOUNT = "wrong account"
RETURNED = "returned by the bank"
NOT_RETURNED = "not returned after all"

# What the ledger keeps for these, and what people read: nothing where the line itself says it.
_OURS: dict[str, Any] = {
    UNDONE_AT_THE_STAND: gettext_lazy("annulé au stand"),
    WRONG_MEANS: "",
    WRONG_ACCOUNT: "",
    RETURNED: "",
    NOT_RETURNED: gettext_lazy("le chèque n’a pas été rejeté"),
}


class ReasonMissing(Exception):
    """A refund and a correction say why."""

    def __str__(self) -> str:
        return _("Dites pourquoi\u202f: ce sera gardé, et le membre le lira.")


def required(why: str) -> str:
    """The reason without spaces around. Raises `ReasonMissing`."""
    if not (reason := why.strip()):
        raise ReasonMissing
    return reason


def worded(memo: str) -> str:
    """The reason of a reversal as people read it."""
    return str(_OURS.get(memo, memo))
