"""« Rétablir »: what comes back is shown, or what stands in its way; then all of it does."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cabas.clock import now
from cabas.distributions.models import Basket, Distribution
from cabas.distributions.planning import DatesOutOfOrder, DayTaken
from cabas.distributions.refusals import DistributionValidated, NothingToTakeBack
from cabas.distributions.views._act_key import fresh_key, require_key, sent_key
from cabas.distributions.views.distribution import distribution_or_404
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ledger.acts import KeyMissing
from cabas.ledger.refusals import LedgerRefusal
from cabas.planning.models import TakenOut
from cabas.planning.obstacles import InTheWay
from cabas.planning.restoring import latest, may_come_back, restore
from cabas.planning.stakes import BasketsHandedOut
from cabas.ui.formats import day_long
from cabas.ui.toasts import toast

UNPROCESSABLE, CONFLICT = 422, 409
IN_THE_WAY = (InTheWay, NothingToTakeBack, DayTaken, DatesOutOfOrder, DistributionValidated, BasketsHandedOut)


@group_page(Right.PLAN)
def restoring(request: GroupRequest, number: int, catalog: int | None = None) -> HttpResponse:
    """GET what comes back of a cancelled distribution, or of the catalog that left it; POST puts it back."""
    here, at = distribution_or_404(request, number), now()
    taken = latest(here, catalog)
    if taken is None and request.method == "POST":
        taken = latest(here, catalog, is_back=True)  # a second tap finds what the first one did
    if taken is None and (catalog is not None or not here.is_cancelled):
        raise Http404
    if taken is None or request.method != "POST":
        return _page(request, here, taken)
    try:
        require_key(request)
        restore(taken, key=sent_key(request), by=request.user, at=at)
    except KeyMissing as refusal:
        return _page(request, here, taken, refusal=str(refusal), status=UNPROCESSABLE)
    except (*IN_THE_WAY, LedgerRefusal) as refusal:
        return _page(request, here, taken, refusal=str(refusal), status=CONFLICT)
    toast(request, _("Commandes du %(day)s rétablies") % {"day": day_long(here.day)})
    return redirect("distributions:distribution", slug=request.group.slug, number=number)


def _page(
    request: GroupRequest, here: Distribution, taken: TakenOut | None, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    baskets: list[Basket] = []
    try:
        if taken is None:  # cancelled before what it emptied was kept
            raise NothingToTakeBack
        baskets = [basket for basket, edits in may_come_back(taken, at=now()) if basket.distribution_id == here.pk]
    except IN_THE_WAY as stands:
        refusal = refusal or str(stands)
    names = sorted((basket.membership for basket in baskets), key=lambda each: (each.sort_name, each.number))
    context = {
        "distribution": here,
        "taken": taken,
        "count": len(baskets),
        "names": [each.name for each in names],
        "refusal": refusal,
        "key": fresh_key(),
    }
    return render(request, "planning/restoring.html", context, status=status)
