"""The distributions of a group, the next first, each with its state and what can be done there; planning a new one."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cabas.clock import local_date, now
from cabas.distributions.forms import PlanForm, proposed
from cabas.distributions.models import Distribution
from cabas.distributions.models.distribution import State
from cabas.distributions.planning import DatesOutOfOrder, DayTaken, plan
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.money import Money
from cabas.ui.formats import day_long
from cabas.ui.toasts import toast

PAST_SHOWN = 30
STATE_LOOK = {
    State.PLANNED: ("", "calendar-days"),
    State.OPEN: ("a-jour", "shopping-basket"),
    State.CLOSED: ("avoir", "lock"),
    State.STARTED: ("a-regler", "hourglass"),
    State.VALIDATED: ("a-jour", "circle-check"),
}


@dataclass(frozen=True)
class Row:
    distribution: Distribution
    state: State

    @property
    def look(self) -> str:
        return STATE_LOOK[self.state][0]

    @property
    def icon(self) -> str:
        return STATE_LOOK[self.state][1]


def state_of(distribution: Distribution, at: datetime) -> State:
    """Where a distribution is, fetched `with_validation`."""
    if distribution.is_validated:
        return State.VALIDATED
    if distribution.has_started(at):
        return State.STARTED
    if distribution.is_open(at):
        return State.OPEN
    return State.PLANNED if at < distribution.orders_open_at else State.CLOSED


@group_page(Right.PLAN, Right.SERVE, Right.VALIDATE)
def distributions(request: GroupRequest) -> HttpResponse:
    """The list, for whoever plans, serves or validates."""
    at = now()
    rows = (
        request.group.distributions.with_validation()
        .select_related("place")
        .annotate(basket_count=Count("baskets", filter=Q(baskets__total__gt=Money(0))))
    )
    to_come = [Row(row, state_of(row, at)) for row in rows.filter(ends_at__gt=at).order_by("starts_at")]
    past = [Row(row, state_of(row, at)) for row in rows.filter(ends_at__lte=at).order_by("-starts_at")[:PAST_SHOWN]]
    context = {"to_come": to_come, "past": past, "past_shown": PAST_SHOWN}
    return render(request, "distributions/plan.html", context)


@group_page(Right.PLAN)
def new_distribution(request: GroupRequest) -> HttpResponse:
    """GET the form, filled with what is likely; POST plans."""
    at = now()
    if request.method != "POST":
        form = PlanForm(request.group, initial=proposed(request.group, local_date(at)))
        return render(request, "distributions/plan_new.html", {"form": form})
    form = PlanForm(request.group, request.POST)
    if form.is_valid():
        try:
            distribution = plan(request.group, form.evening(), form.cleaned_data["catalogs"], at=at)
        except DatesOutOfOrder as refusal:
            form.add_error(refusal.field, str(refusal))
        except DayTaken as refusal:
            form.add_error("day", str(refusal))
        else:
            toast(request, _("Distribution du %(day)s planifiée") % {"day": day_long(distribution.day)})
            return redirect("distributions:plan", slug=request.group.slug)
    return render(request, "distributions/plan_new.html", {"form": form}, status=422)
