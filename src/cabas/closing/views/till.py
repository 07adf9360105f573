"""« Caisse »: the float that waits in the box, and each count with what it explains; the latest is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cabas.clock import now
from cabas.closing.models import Count
from cabas.closing.till import NOTHING, counts_that_stand
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.money import Money

SHOWN = 30
BAR_WIDTH = 100


@dataclass(frozen=True)
class Box:
    """The latest count as two bars on one scale: what was to be found, and what was."""

    count: Count

    @property
    def expected(self) -> Money:
        return self.count.cash_float + self.count.cash_taken

    @property
    def bars(self) -> dict[str, str]:
        """Widths of the float, of what was taken and of what was counted."""
        counted = self.count.cash_counted or NOTHING
        whole = max(self.expected, counted, Money(1)).cents
        widths = {"float": self.count.cash_float, "taken": max(NOTHING, self.count.cash_taken), "counted": counted}
        return {name: f"{amount.cents * BAR_WIDTH / whole:.2f}" for name, amount in widths.items()}


@require_safe
@group_page(Right.VALIDATE, Right.KEEP_ACCOUNTS)
def till(request: GroupRequest) -> HttpResponse:
    """The counts that stand, the latest distribution first, and the one that comes next to be counted."""
    found = counts_that_stand(request.group).filter(cash_counted__isnull=False)
    counts = list(found.select_related("distribution", "by")[:SHOWN])
    context = {"counts": counts, "left": _left(counts), "box": Box(counts[0]) if counts else None}
    uncounted = request.group.distributions.standing().started(now()).filter(counts=None).order_by("-starts_at").first()
    return render(request, "closing/till.html", context | {"uncounted": uncounted})


def _left(counts: Sequence[Count]) -> Money | None:
    """The float that waits for the next distribution."""
    return next((count.float_left for count in counts if count.float_left is not None), None)
