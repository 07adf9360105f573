"""« Copier »: the form of a new distribution, filled with another one, a week after the last at its place."""

from datetime import date, timedelta

from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cabas.clock import local_date, now
from cabas.distributions.forms import PlanForm
from cabas.distributions.models import Distribution
from cabas.distributions.planning import DatesOutOfOrder, DayTaken, plan
from cabas.distributions.views.distribution import distribution_or_404
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.planning.copying import copy_catalog_hours
from cabas.planning.views._forms import like
from cabas.ui.formats import day_long
from cabas.ui.toasts import toast

UNPROCESSABLE = 422
WEEK = timedelta(days=7)


@group_page(Right.PLAN)
def copying(request: GroupRequest, number: int) -> HttpResponse:
    """GET the filled form; POST plans, with the hours that its catalogs have of their own."""
    here, at = distribution_or_404(request, number), now()
    if request.method != "POST":
        return _page(request, here, PlanForm(request.group, initial=like(here, _free_day(here, local_date(at)))))
    form = PlanForm(request.group, request.POST)
    if form.is_valid():
        try:
            made = plan(request.group, form.evening(), form.cleaned_data["catalogs"], at=at)
        except DatesOutOfOrder as refusal:
            form.add_error(refusal.field, str(refusal))
        except DayTaken as refusal:
            form.add_error("day", str(refusal))
        else:
            copy_catalog_hours(here, made)
            toast(request, _("Distribution du %(day)s planifiée") % {"day": day_long(made.day)})
            return redirect("distributions:plan", slug=request.group.slug)
    return _page(request, here, form, status=UNPROCESSABLE)


def _free_day(here: Distribution, today: date) -> date:
    """The same weekday, a week after the last one at this place, and to come."""
    last = Distribution.objects.standing().filter(place=here.place, day__gte=here.day).aggregate(last=Max("day"))
    after = max(last["last"] or here.day, today)
    return after + WEEK - timedelta(days=(after - here.day).days % WEEK.days)


def _page(request: GroupRequest, here: Distribution, form: PlanForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "places": request.group.places.order_by("name"), "copied": here}
    return render(request, "distributions/plan_new.html", context, status=status)
