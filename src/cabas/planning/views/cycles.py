"""Cycles: their list, planning one after its dates were shown, and changing or removing the whole of one."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Count, Max, Min, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.clock import local_date, now
from cabas.distributions.planning import DatesOutOfOrder
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.planning.cycle_changes import Outlook, change_cycle, outlook, remove_cycle
from cabas.planning.cycles import NothingToPlan, ProposedDay, plan_cycle, proposed_days
from cabas.planning.models import Cycle
from cabas.planning.repeating import TooManyDays
from cabas.planning.views._forms import CycleForm, HoursForm, proposed_cycle, said_of_cycle
from cabas.ui.toasts import toast

UNPROCESSABLE = 422
ASKED = ("first_on", "last_on", "starts", "ends")
FIELD_OF = {"closes_on": "closes_before"}


@group_page(Right.PLAN)
def cycles(request: GroupRequest) -> HttpResponse:
    """Every cycle, the latest first, with how many of its distributions are to come."""
    to_come = Q(days__distribution__starts_at__gt=now(), days__distribution__cancelled_at__isnull=True)
    found = request.group.cycles.annotate(
        day_count=Count("days"), to_come=Count("days", filter=to_come), begins=Min("days__distribution__day"),
        finishes=Max("days__distribution__day"),
    )  # fmt: skip
    return render(request, "planning/cycles.html", {"cycles": found.order_by("-number")})


@group_page(Right.PLAN)
def new_cycle(request: GroupRequest) -> HttpResponse:
    """GET the form; POST shows the dates, then (`dates` among what is sent) plans those that are left ticked."""
    at = now()
    if request.method != "POST":
        proposal = proposed_cycle(request.group, local_date(at)) | _asked_for(request)
        return _form_page(request, CycleForm(request.group, initial=proposal))
    form = CycleForm(request.group, request.POST)
    proposed = _proposed(request, form, at)
    if proposed is None:
        return _form_page(request, form, status=UNPROCESSABLE)
    if "dates" not in request.POST:
        return _form_page(request, form, proposed)
    return _plan(request, form, proposed, at)


def _asked_for(request: GroupRequest) -> dict[str, str]:
    """The days and the hours that an address asks for: who comes from elsewhere finds them typed."""
    return {name: value for name in ASKED if (value := request.GET.get(name, ""))}


def _proposed(request: GroupRequest, form: CycleForm, at: datetime) -> list[ProposedDay] | None:
    """The dates of what was said; None where that is to be corrected."""
    if not form.is_valid():
        return None
    try:
        return proposed_days(request.group, form.repetition(), form.cleaned_data["catalogs"], at=at)
    except DatesOutOfOrder as refusal:
        form.add_error(FIELD_OF.get(refusal.field, refusal.field), str(refusal))
    except TooManyDays as refusal:
        form.add_error("last_on", str(refusal))
    return None


def _plan(request: GroupRequest, form: CycleForm, proposed: Sequence[ProposedDay], at: datetime) -> HttpResponse:
    kept = set(request.POST.getlist("day"))
    without = {each.day for each in proposed if str(each.day) not in kept}
    wanted, catalogs = form.repetition(), form.cleaned_data["catalogs"]
    try:
        cycle = plan_cycle(request.group, wanted, catalogs, without=without, by=request.user, at=at)
    except NothingToPlan as refusal:
        return _form_page(request, form, proposed, without=without, refusal=str(refusal), status=UNPROCESSABLE)
    count = cycle.days.count()
    words = ngettext("%(count)s distribution planifiée", "%(count)s distributions planifiées", count)
    toast(request, words % {"count": count})
    return redirect("distributions:plan", slug=request.group.slug)


def _form_page(
    request: GroupRequest,
    form: CycleForm,
    proposed: Sequence[ProposedDay] | None = None,
    *,
    without: set[date] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "places": request.group.places.order_by("name"),
        "proposed": proposed,
        "free_count": sum(not each.why_not for each in proposed or []),
        "without": without or set(),
        "refusal": refusal,
    }
    return render(request, "planning/cycle_new.html", context, status=status)


@group_page(Right.PLAN)
def cycle(request: GroupRequest, cycle: int) -> HttpResponse:
    """GET what would change and what would be kept, with the form; POST changes the whole."""
    at, here = now(), _cycle_or_404(request, cycle)
    found = outlook(here, at=at)
    if request.method != "POST":
        first = next(iter([*found.free, *(kept.distribution for kept in found.kept)]), None)
        return _cycle_page(request, here, HoursForm(request.group, initial=said_of_cycle(here, first)), found)
    form = HoursForm(request.group, request.POST)
    if form.is_valid():
        try:
            done = change_cycle(here, form.hours(), form.cleaned_data["catalogs"], at=at)
        except DatesOutOfOrder as refusal:
            form.add_error(FIELD_OF.get(refusal.field, refusal.field), str(refusal))
        else:
            return _done_page(request, done, _("modifiée"), _("modifiées"))
    return _cycle_page(request, here, form, found, status=UNPROCESSABLE)


@group_page(Right.PLAN)
def removal(request: GroupRequest, cycle: int) -> HttpResponse:
    """GET what would go and what would be kept; POST removes."""
    at, here = now(), _cycle_or_404(request, cycle)
    if request.method == "POST":
        return _done_page(request, remove_cycle(here, at=at), _("supprimée"), _("supprimées"))
    context = {"cycle": here, "outlook": outlook(here, at=at)}
    return render(request, "planning/cycle_removal.html", context)


def _cycle_or_404(request: GroupRequest, number: int) -> Cycle:
    here: Cycle = get_object_or_404(request.group.cycles, number=number)
    here.group = request.group
    return here


def _cycle_page(
    request: GroupRequest, here: Cycle, form: HoursForm, found: Outlook, *, status: int = 200
) -> HttpResponse:
    places = request.group.places.order_by("name")
    context = {"cycle": here, "form": form, "outlook": found, "places": places}
    return render(request, "planning/cycle.html", context, status=status)


def _done_page(request: GroupRequest, done: Outlook, one: str, many: str) -> HttpResponse:
    """What was done in a toast where nothing was kept, else a page that lists what was kept, with why."""
    count = len(done.free)
    words = ngettext("%(count)s distribution %(done)s", "%(count)s distributions %(done)s", count)
    said = words % {"count": count, "done": one if count == 1 else many}
    if done.kept:
        return render(request, "planning/cycle_done.html", {"said": said, "kept": done.kept})
    toast(request, said)
    return redirect("distributions:plan", slug=request.group.slug)
