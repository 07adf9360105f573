"""Orders are paused: a calm page for members, the way out for those who validate; at every address where one orders."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from cabas.clock import now
from cabas.distributions.blocking import is_blocked
from cabas.distributions.standing import standing_of
from cabas.distributions.views._awaiting import awaiting_for
from cabas.distributions.views._strip import strip_of, within
from cabas.groups.access import GroupRequest
from cabas.groups.models import Role, RoleHolder
from cabas.groups.rights import Right
from cabas.people.models import User

ORDER_OF_ASKING = (Role.COORDINATOR, Role.ADMINISTRATOR)


def unless_blocked(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Opens a page where one orders only while the group is not blocked. What is posted there, its rule refuses."""

    @wraps(view)
    def page(request: GroupRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" and is_blocked(request.group, at := now()):
            return paused_page(request, at)
        return view(request, *args, **kwargs)

    return page


def paused_page(request: GroupRequest, at: datetime, *, status: int = 200) -> HttpResponse:
    """Why one cannot order now, and what to do; 403 as the answer to an order."""
    if Right.VALIDATE in request.rights:
        awaiting = awaiting_for(request, at)
        return render(request, "distributions/blocked.html", awaiting | _strip(request, awaiting, at), status=status)
    context = {"standing": standing_of(request.member, at=at), "contact": _contact(request)}
    return render(request, "distributions/paused.html", context, status=status)


def _strip(request: GroupRequest, awaiting: dict[str, Any], at: datetime) -> dict[str, Any]:
    """One statement."""
    owing = {row.awaiting.distribution.pk for row in awaiting["awaiting"]}
    return {"strip": strip_of(within(request.group, at), owing, awaiting["backlog"], at)}


def _contact(request: GroupRequest) -> User | None:
    """Whom to ask: of the coordination, else of the administration; somebody who can be reached."""
    holders = RoleHolder.objects.filter(group=request.group, role__in=ORDER_OF_ASKING).select_related("person")
    reachable = [holder for holder in holders if holder.person.email or holder.person.phone]
    reachable.sort(key=lambda holder: (ORDER_OF_ASKING.index(Role(holder.role)), holder.person.sort_name))
    return reachable[0].person if reachable else None
