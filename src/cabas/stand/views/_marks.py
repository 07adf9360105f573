"""What a phone knows of the baskets of a stand is a mark: the number of each and a digest of its row and its panel."""

import re
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from cabas.stand.views._rows import Row

DIGEST_BYTES = 6
KNOWN = re.compile(r"(\d{1,6})~([\w-]{8})", re.ASCII)


def mark_of(rows: Sequence[Row]) -> str:
    """« 14~aZ3_-x7q.15~… »: what a phone knows of these baskets."""
    return ".".join(f"{row.basket.number}~{digest(row)}" for row in rows)


def known_by(mark: str) -> dict[int, str]:
    """The digests by number; an odd mark knows nothing."""
    return {int(number): known for number, known in KNOWN.findall(mark)}


def digest(row: Row) -> str:
    basket = row.basket
    notes: list[Any] = getattr(basket, "notes", [])
    parts = (
        basket.version,
        basket.total.cents,
        basket.means,
        basket.is_announced,
        basket.is_debited,
        basket.served_at,
        basket.served_by_id,
        basket.absent_at,
        basket.left_amount.cents,
        basket.balance.cents,
        basket.later_total.cents,
        basket.paid.cents,
        basket.forgiven.cents,
        basket.membership.search_name,
        basket.distribution.is_validated,
        max((note.pk for note in notes), default=0),
    )
    made = blake2b(repr(parts).encode(), digest_size=DIGEST_BYTES).digest()
    return urlsafe_b64encode(made).decode()
