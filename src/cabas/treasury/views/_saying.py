"""After an act on an account a toast says whose it is, what was done, and where the member then stands."""

from typing import Any
from uuid import uuid4

from cabas.clock import now
from cabas.groups.access import GroupRequest
from cabas.ledger.acts import KeyReused
from cabas.ledger.reversing import AlreadyReversed
from cabas.treasury.views._account_page import position_of
from cabas.treasury.views._member import Opened
from cabas.ui.formats import euros
from cabas.ui.toasts import toast

OTHERS_WERE_FIRST = (AlreadyReversed, KeyReused)


def say(
    request: GroupRequest, opened: Opened, words: str, undo_url: str = "", undo: dict[str, Any] | None = None
) -> None:
    """« Awa Diop : 12,50 € reçus en espèces, à jour 0,00 € »; with `undo_url`, the form behind « Annuler »."""
    opened.member.account.refresh_from_db(fields=["balance"])
    standing = position_of(opened.member, at=now()).standing
    text = f"{opened.name}\u202f: {words}, {standing.label} {euros(standing.amount)}"
    if undo_url:
        toast(request, text, undo_url, {**(undo or {}), "key": str(uuid4())})
    else:
        toast(request, text)


def status_of(refusal: Exception) -> int:
    """409 where somebody acted before, or the same form was sent with other content; 422 for what is unfit."""
    return 409 if isinstance(refusal, OTHERS_WERE_FIRST) else 422
