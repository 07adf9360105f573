"""What changed at the stand since a phone last asked: rows and panels of these baskets, and who has which one open."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.template import Context
from django.template.loader import get_template

from cabas.distributions.models import Distribution
from cabas.groups.access import GroupRequest
from cabas.stand.presence import others_at
from cabas.stand.views._marks import digest, known_by, mark_of
from cabas.stand.views._page import panels_context
from cabas.stand.views._rows import Row, rows_of, with_receipts


def news(request: GroupRequest, distribution: Distribution, at: datetime, since: str) -> dict[str, Any]:
    """Everything that is not as `since` knows it."""
    rows = rows_of(distribution)
    known = known_by(since)
    changed = [row for row in rows if known.get(row.basket.number) != digest(row)]
    gone = known.keys() - {row.basket.number for row in rows}
    presence = others_at(distribution, than=request.user, at=at)
    return {**_told(request, distribution, changed), "gone": sorted(gone), "presence": presence}


def news_of(request: GroupRequest, distribution: Distribution, numbers: Collection[int]) -> dict[str, Any]:
    """These baskets as they are now, in the same form."""
    rows = rows_of(distribution, numbers)
    gone = set(numbers) - {row.basket.number for row in rows}
    return {**_told(request, distribution, rows), "gone": sorted(gone)}


def _told(request: GroupRequest, distribution: Distribution, rows: Sequence[Row]) -> dict[str, Any]:
    with_receipts(rows)
    context = panels_context(distribution, rows)
    context["request"] = request  # and no context processor: these ask the database for menus, at each rendering
    row_template, panel_template = (_template(name) for name in ("stand/_row.html", "stand/_panel.html"))
    html_of_row, html_of_panel = {}, {}
    for row, panel in zip(rows, context["panels"], strict=True):
        shown = Context({**context, "row": row, "panel": panel, "hidden": True})
        number = str(row.basket.number)
        html_of_row[number] = row_template.render(shown)
        html_of_panel[number] = panel_template.render(shown)
    return {"mark": mark_of(rows), "rows": html_of_row, "panels": html_of_panel}


def _template(name: str) -> Any:
    """As Django compiles it."""
    return get_template(name).template  # type: ignore[attr-defined]
