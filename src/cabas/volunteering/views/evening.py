"""The duties of one distribution: the coordination puts anybody on and off, and says how many are wanted there."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.distributions.models import Distribution
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.people.models import User
from cabas.ui.toasts import alert, toast
from cabas.volunteering import signing_up
from cabas.volunteering.duties import duties_of, needs_of
from cabas.volunteering.forms import WantedForm
from cabas.volunteering.models import DutyRole
from cabas.volunteering.refusals import DutyRefusal
from cabas.volunteering.roles import adjust

FOUND_MAX = 12
SOUGHT_MAX = 80
ID_DIGITS_MAX = 18
REFUSED = 422


@group_page(Right.PLAN)
def evening(request: GroupRequest, number: int) -> HttpResponse:
    """Who is there. A POST puts `person` in `role`."""
    here = _distribution(request, number)
    if request.method != "POST":
        return _page(request, here)
    person, role = _person(request), _role(request)
    try:
        signing_up.put_on(here, role, person, by=request.user, at=now())
    except DutyRefusal as refusal:
        return _page(request, here, refusal=str(refusal))
    said = {"name": person.full_name, "role": role.name}
    undo = {"person": person.pk, "role": role.pk}
    toast(request, _("%(name)s est de permanence\u202f: %(role)s.") % said, _url(request, "take_off", number), undo)
    return redirect(_url(request, "evening", number))


@require_POST
@group_page(Right.PLAN)
def take_off(request: GroupRequest, number: int) -> HttpResponse:
    """`person` is no more in `role`."""
    here, person, role = _distribution(request, number), _person(request), _role(request)
    try:
        was_there = signing_up.take_off(here, role, person)
    except DutyRefusal as refusal:
        alert(request, str(refusal))
    else:
        said = {"name": person.full_name, "role": role.name}
        undo = {"person": person.pk, "role": role.pk}
        words = _("%(name)s n’est plus de permanence\u202f: %(role)s.") % said
        toast(request, words, _url(request, "evening", number) if was_there else None, undo)
    return redirect(_url(request, "evening", number))


@require_POST
@group_page(Right.PLAN)
def wanted(request: GroupRequest, number: int) -> HttpResponse:
    """For this distribution, so many people in each role."""
    here = _distribution(request, number)
    form = WantedForm(needs_of(here, also_none=True), request.POST)
    if not form.is_valid():
        return _page(request, here, form=form)
    adjust(here, form.wanted())
    toast(request, _("Les besoins de cette distribution sont enregistrés."))
    return redirect(_url(request, "evening", number))


def _page(
    request: GroupRequest, here: Distribution, *, refusal: str = "", form: WantedForm | None = None
) -> HttpResponse:
    duties = duties_of(here, also_none=True)
    sought = request.GET.get("q", "").strip()[:SOUGHT_MAX]
    people = User.objects.filter(households__group=request.group, households__membership__left_on__isnull=True)
    context = {
        "distribution": here,
        "duties": duties,
        "needed": [(need, found) for need, found in duties.rows if need.wanted or found],
        "form": form or WantedForm(duties.needs),
        "sought": sought,
        "found": people.matching(sought).by_name()[:FOUND_MAX] if sought else [],
        "refusal": refusal,
    }
    return render(request, "volunteering/evening.html", context, status=REFUSED if refusal or form else 200)


def _distribution(request: GroupRequest, number: int) -> Distribution:
    here: Distribution = get_object_or_404(request.group.distributions.select_related("place"), number=number)
    here.group = request.group
    return here


def _person(request: GroupRequest) -> User:
    return get_object_or_404(User, pk=_id(request, "person"), households__group=request.group)


def _role(request: GroupRequest) -> DutyRole:
    return get_object_or_404(DutyRole, pk=_id(request, "role"), group=request.group)


def _id(request: GroupRequest, name: str) -> int:
    sent = request.POST.get(name, "")
    return int(sent) if sent.isdecimal() and len(sent) <= ID_DIGITS_MAX else 0


def _url(request: GroupRequest, act: str, number: int) -> str:
    names: dict[str, Any] = {"slug": request.group.slug, "number": number}
    return reverse(f"volunteering:{act}", kwargs=names)
