"""After an act on an account a toast says whose it is, what was done, and where the member then stands."""

from typing import Any
from uuid import uuid4

from cabas.clock import now
from cabas.groups.access import GroupRequest
from cabas.treasury.views._account_page import position_of
from cabas.treasury.views._member import Opened
from cabas.ui.formats import euros
from cabas.ui.toasts import toast


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
