"""One tap counts once: the same key with the same content gets the first result again, other content is refused."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cabas.ledger.inserting import insert
from cabas.ledger.locking import lock
from cabas.ledger.models import Act, Book
from cabas.ledger.refusals import LedgerRefusal
from cabas.money import Money
from cabas.prepared import prepared


class KeyReused(LedgerRefusal):
    """This key was already used for another content: the form comes back filled, with a fresh key."""


class KeyMissing(LedgerRefusal):
    """An act that must count once carries a key."""


@dataclass(frozen=True)
class ActResult:
    """What the act gave, as JSON gives it back; `is_replay` when it had been done before."""

    result: dict[str, Any]
    is_replay: bool


class _Encoder(DjangoJSONEncoder):
    """Dates, decimals and UUIDs as Django writes them; money as its cents."""

    def default(self, o: Any) -> Any:
        return o.cents if isinstance(o, Money) else super().default(o)


def once(
    book: Book,
    *,
    key: str,
    kind: str,
    asked: dict[str, Any],
    by: int | None,
    at: datetime,
    perform: Callable[[Book], dict[str, Any]],
) -> ActResult:
    """Perform the act under the lock of its book and keep its result, or give the kept result of the same act.

    `perform` receives the locked book. When it raises, nothing is kept. Raises KeyMissing, KeyReused.
    """
    if not key:
        raise KeyMissing(_("Cette demande n’a pas de clé\u202f: rechargez la page."))
    digest = _digest(kind, asked)
    with transaction.atomic():
        locked = lock(book)  # first: two taps of one key wait here, and the second finds the act of the first
        for done in _done(locked.pk, key):
            return _replay(done, digest)
        result = json.loads(_json(perform(locked)))
        insert(
            [Act(book=locked, key=key, kind=kind, asked=digest, result=result, recorded_at=at, recorded_by=by)],
        )
        return ActResult(result, is_replay=False)


@prepared
def _done(book: int, key: str) -> "QuerySet[Act]":
    return Act.objects.filter(book=book, key=key)


def _replay(done: Act, digest: str) -> ActResult:
    if done.asked != digest:
        raise KeyReused(
            _("Cette demande a déjà été enregistrée avec un autre contenu. Vérifiez, puis envoyez de nouveau.")
        )
    return ActResult(done.result, is_replay=True)


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, cls=_Encoder, sort_keys=True, ensure_ascii=False)


def _digest(kind: str, asked: dict[str, Any]) -> str:
    return hashlib.sha256(f"{kind}\n{_json(asked)}".encode()).hexdigest()
