"""What changed at the stand since a phone last asked: rows and panels of these baskets, and who has which one open.

A mark holds the number of each basket and a digest of what its row and its panel say; only what is not as it was
known is sent again.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.template.loader import render_to_string

from cabas.distributions.models import Distribution
from cabas.groups.access import GroupRequest
from cabas.stand.presence import others_at
from cabas.stand.views._page import panels_context
from cabas.stand.views._rows import Row, rows_of, with_receipts

DIGEST_BYTES = 6
KNOWN = re.compile(r"(\d{1,6})~([\w-]{8})", re.ASCII)


def news(request: GroupRequest, distribution: Distribution, at: datetime, since: str) -> dict[str, Any]:
    """Everything that is not as `since` knows it."""
    rows = rows_of(distribution)
    known = {int(number): digest for number, digest in KNOWN.findall(since)}
    changed = [row for row in rows if known.get(row.basket.number) != _digest(row)]
    gone = known.keys() - {row.basket.number for row in rows}
    presence = others_at(distribution, than=request.user, at=at)
    return {**_told(request, distribution, changed), "gone": sorted(gone), "presence": presence}


def news_of(request: GroupRequest, distribution: Distribution, numbers: Collection[int]) -> dict[str, Any]:
    """These baskets as they are now, in the same form."""
    rows = rows_of(distribution, numbers)
    gone = set(numbers) - {row.basket.number for row in rows}
    return {**_told(request, distribution, rows), "gone": sorted(gone)}


def mark_of(rows: Sequence[Row]) -> str:
    """« 14~aZ3_-x7q.15~… »: what a phone knows of these baskets."""
    return ".".join(f"{row.basket.number}~{_digest(row)}" for row in rows)


def _told(request: GroupRequest, distribution: Distribution, rows: Sequence[Row]) -> dict[str, Any]:
    with_receipts(rows)
    context = panels_context(distribution, rows)
    html_of_row, html_of_panel = {}, {}
    for row, panel in zip(rows, context["panels"], strict=True):
        shown = {**context, "row": row, "panel": panel, "hidden": True}
        number = str(row.basket.number)
        html_of_row[number] = render_to_string("stand/_row.html", shown, request)
        html_of_panel[number] = render_to_string("stand/_panel.html", shown, request)
    return {"mark": mark_of(rows), "rows": html_of_row, "panels": html_of_panel}


def _digest(row: Row) -> str:
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
    digest = blake2b(repr(parts).encode(), digest_size=DIGEST_BYTES).digest()
    return urlsafe_b64encode(digest).decode()
