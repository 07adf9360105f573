"""The pages that shop and checkout share: the basket as it stands, the order form, and a shop that is closed."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cabas.catalogs.models import Product
from cabas.distributions.choosing import Preview
from cabas.distributions.models import Distribution
from cabas.distributions.standing import plain
from cabas.distributions.views._wording import moment_to_come, options
from cabas.distributions.visiting import NoSuchDistribution, Visit, visit
from cabas.groups.access import GroupRequest
from cabas.groups.models import Role
from cabas.people.models import User
from cabas.ui.formats import day_long


def visit_or_404(request: GroupRequest, number: int) -> Visit:
    try:
        return visit(request.group, request.member, number)
    except NoSuchDistribution as fault:
        raise Http404 from fault


def order_context(here: Visit, shelf: list[Product], at: datetime, *, means: str | None = None) -> dict[str, Any]:
    """What the basket and the order form show; `means` is what was chosen, when something was."""
    preview = here.choice.preview(shelf)
    choice, drawn = here.choice, here.drawn(preview.total)
    return {
        "distribution": here.distribution,
        "choice": choice,
        "preview": preview,
        "is_on": here.is_on,
        "may_commit": not here.is_on or (bool(here.accepted) and not (drawn and drawn.missing)),
        "drawn": drawn,
        "after": plain(drawn.after, has_cagnotte=True) if drawn else None,
        "settlement": here.settlement(preview.total),
        "options": options(here.accepted, here.distribution, at, is_weighed=preview.is_estimated),
        "means": here.usual_means if means is None else means,
        "key": str(uuid4()),
        "posted_lines": sorted(choice.wanted.items()),
        "closes": moment_to_come(here.distribution.orders_close_at, at),
    }


def closed_page(request: GroupRequest, here: Visit, at: datetime, *, status: int = 200) -> HttpResponse:
    """Orders are not taken now: why, what is ordered, whom to write to."""
    distribution = here.distribution
    context = {
        "distribution": distribution,
        "reason": closed_reason(distribution, at),
        "is_too_late": at >= distribution.orders_close_at,
        "choice": here.choice,
        "order": here.choice.order() if here.choice.has_order else Preview([]),
        "coordinators": _coordinators(request),
    }
    return render(request, "distributions/closed.html", context, status=status)


def closed_reason(distribution: Distribution, at: datetime) -> str:
    """« Les commandes du jeudi 26 novembre sont closes depuis mercredi 25, 20 h. », or when they will open."""
    day = day_long(distribution.day)
    if distribution.is_cancelled:
        return _("La distribution du %(day)s est annulée.") % {"day": day}
    if at < distribution.orders_open_at:
        opening = moment_to_come(distribution.orders_open_at, at)
        return _("Les commandes du %(day)s ouvrent %(opening)s.") % {"day": day, "opening": opening}
    closing = moment_to_come(distribution.orders_close_at, at)
    return _("Les commandes du %(day)s sont closes depuis %(closing)s.") % {"day": day, "closing": closing}


def _coordinators(request: GroupRequest) -> list[User]:
    people = User.objects.filter(roles__group=request.group, roles__role=Role.COORDINATOR)
    return list(people.exclude(email=None).by_name())
