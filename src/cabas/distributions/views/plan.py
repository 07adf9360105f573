"""The distributions of a group, the next first, each with its state and what can be done there; planning a new one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cabas.clock import local_date, now
from cabas.distributions.blocking import owing_validation
from cabas.distributions.forms import PlanForm, proposed
from cabas.distributions.models import Distribution, DistributionQuerySet
from cabas.distributions.planning import DatesOutOfOrder, DayTaken, plan
from cabas.distributions.totals import with_ordered
from cabas.distributions.views._awaiting import awaiting_for
from cabas.distributions.views._state import SaidState, said_state
from cabas.distributions.views._strip import Strip, first_day, strip_of, within
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ui.formats import day_long
from cabas.ui.toasts import toast

PAST_SHOWN = 30
NUMBER_DIGITS_MAX = 9


@dataclass(frozen=True)
class Row:
    """A distribution in the list, fetched by `_found`."""

    distribution: Distribution
    said: SaidState


@group_page(Right.PLAN, Right.SERVE, Right.VALIDATE)
def distributions(request: GroupRequest) -> HttpResponse:
    """The list, for whoever plans, serves or validates. `?avant=7` goes on after the one that has this number."""
    at = now()
    last_shown = _last_shown(request)
    past = list(_past(request, at, last_shown)[: PAST_SHOWN + 1])
    to_come = [] if last_shown else list(_found(request).to_come(at))
    awaiting = awaiting_for(request, at)
    context = awaiting | {
        "strip": None if last_shown else _strip(request, [*past, *to_come], awaiting, at),
        "to_come": [Row(one, said_state(one, at)) for one in to_come],
        "past": [Row(one, said_state(one, at)) for one in past[:PAST_SHOWN]],
        "to_copy": next((one for one in [*to_come[::-1], *past] if not one.is_cancelled), None),
        "is_continued": last_shown is not None,
        "next_before": past[PAST_SHOWN - 1].number if len(past) > PAST_SHOWN else None,
    }
    return render(request, "distributions/plan.html", context)


def _strip(request: GroupRequest, listed: list[Distribution], awaiting: dict[str, Any], at: datetime) -> Strip | None:
    """From what is on the page; where the list is cut within these weeks, with one statement more."""
    owing = [row.awaiting.distribution for row in awaiting["awaiting"]]
    begins = first_day(at)
    if len(listed) > PAST_SHOWN and min(each.day for each in listed) > begins:
        shown = list(within(request.group, at))
    else:
        shown = [*owing, *(each for each in listed if each.pk not in {one.pk for one in owing})]
    if not shown:
        return None
    return strip_of(shown, {each.pk for each in owing}, awaiting["backlog"], at)


def _found(request: GroupRequest) -> DistributionQuerySet:
    """With place, `is_validated`, `basket_count` and `ordered_total`."""
    found: DistributionQuerySet = request.group.distributions.with_validation()
    return with_ordered(found).select_related("place")


def _last_shown(request: GroupRequest) -> Distribution | None:
    """The distribution after which the list goes on."""
    number = request.GET.get("avant", "")
    if not (number.isascii() and number.isdecimal() and len(number) <= NUMBER_DIGITS_MAX):
        return None
    return request.group.distributions.filter(number=int(number)).first()


def _past(request: GroupRequest, at: datetime, last_shown: Distribution | None) -> DistributionQuerySet:
    """Those that are over, the latest first; those that owe their validation are listed apart."""
    owing = owing_validation(request.group, at).values("pk")
    over = _found(request).filter(ends_at__lte=at).exclude(pk__in=owing).order_by("-starts_at", "-number")
    if last_shown is None:
        return over
    is_same_moment = Q(starts_at=last_shown.starts_at, number__lt=last_shown.number)
    return over.filter(Q(starts_at__lt=last_shown.starts_at) | is_same_moment, starts_at__lte=last_shown.starts_at)


@group_page(Right.PLAN)
def new_distribution(request: GroupRequest) -> HttpResponse:
    """GET the form, filled with what is likely; POST plans."""
    at = now()
    if request.method != "POST":
        form = PlanForm(request.group, initial=proposed(request.group, local_date(at), request.GET))
        return _new_page(request, form)
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
    return _new_page(request, form, status=422)


def _new_page(request: GroupRequest, form: PlanForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "places": request.group.places.order_by("name")}
    return render(request, "distributions/plan_new.html", context, status=status)
