"""Each transaction's hash covers the one before it and its own facts, by numbers that survive a move elsewhere."""

import hashlib
import json
import secrets
from collections.abc import Iterable
from datetime import UTC, date, datetime

_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def link(
    previous: str,
    *,
    number: int,
    occurred_on: date,
    recorded_at: datetime,
    kind: str,
    key: str,
    reversed_number: int | None,
    amounts: Iterable[tuple[int, int]],
    memo_digest: str,
) -> str:
    """The new head of the chain; `amounts` are (account number, signed cents)."""
    facts = [
        number,
        occurred_on.isoformat(),
        recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        kind,
        key,
        reversed_number,
        sorted(amounts),
        memo_digest,
    ]
    canonical = _written(facts)
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


def new_salt(memo: str) -> str:
    """A salt for this memo; none is needed when there is nothing to hide."""
    return secrets.token_hex(16) if memo else ""


def digest(memo: str, salt: str) -> str:
    """What stands for the memo in the chain: the words can be erased later and the chain still holds."""
    return hashlib.sha256(f"{salt}\n{memo}".encode()).hexdigest() if memo else ""
