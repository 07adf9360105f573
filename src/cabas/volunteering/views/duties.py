"""« Permanences »: the next distributions, who helps there, and the places that are free; one tap signs up or off."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cabas.clock import now
from cabas.distributions.models import Distribution
from cabas.groups.access import GroupRequest, member_page
from cabas.groups.rights import Right
from cabas.ui.formats import day_long, month_long
from cabas.ui.toasts import alert, toast
from cabas.volunteering import signing_up
from cabas.volunteering.duties import EveningDuties, duties_coming, opened_until, settings_of
from cabas.volunteering.models import DutyRole, DutySettings
from cabas.volunteering.participation import done_by
from cabas.volunteering.refusals import DutyRefusal


@dataclass(frozen=True)
class Shown:
    """A distribution on the page: may this person still sign off by themselves?"""

    duties: EveningDuties
    may_leave: bool


@require_safe
@member_page
def duties(request: GroupRequest) -> HttpResponse:
    """Those for which one may sign up by now."""
    at, settings = now(), settings_of(request.group)
    coming = duties_coming(request.group, request.user, at, opened_until(settings, at))
    shown = [_shown(each, settings, at) for each in coming]
    context = {
        "months": [(month, list(found)) for month, found in groupby(shown, key=_month)],
        "mine": [each for each in shown if each.duties.is_mine],
        "done": done_by(request.user, request.group, at=at),
        "settings": settings,
        "may_manage": Right.PLAN in request.rights,
    }
    return render(request, "volunteering/duties.html", context)


@require_POST
@member_page
def sign_up(request: GroupRequest, number: int, role: int) -> HttpResponse:
    here, wanted = _named(request, number, role)
    try:
        signing_up.sign_up(here, wanted, request.user, at=now())
    except DutyRefusal as refusal:
        alert(request, str(refusal))
    else:
        said = {"day": day_long(here.day), "role": wanted.name}
        toast(
            request,
            _("Vous êtes de permanence le %(day)s\u202f: %(role)s.") % said,
            _url(request, "sign_off", number, role),
        )
    return _back(request, number)


@require_POST
@member_page
def sign_off(request: GroupRequest, number: int, role: int) -> HttpResponse:
    here, wanted = _named(request, number, role)
    try:
        signing_up.sign_off(here, wanted, request.user, at=now())
    except DutyRefusal as refusal:
        alert(request, str(refusal))
    else:
        said = {"day": day_long(here.day), "role": wanted.name}
        words = _("Vous n’êtes plus de permanence le %(day)s\u202f: %(role)s.")
        toast(request, words % said, _url(request, "sign_up", number, role))
    return _back(request, number)


def _shown(each: EveningDuties, settings: DutySettings, at: datetime) -> Shown:
    return Shown(each, signing_up.may_leave(each.distribution, settings, at))


def _month(shown: Shown) -> str:
    return month_long(shown.duties.distribution.day)


def _named(request: GroupRequest, number: int, role: int) -> tuple[Distribution, DutyRole]:
    here: Any = get_object_or_404(request.group.distributions, number=number)
    here.group = request.group
    return here, get_object_or_404(DutyRole, group=request.group, pk=role)


def _url(request: GroupRequest, act: str, number: int, role: int) -> str:
    names: dict[str, Any] = {"slug": request.group.slug, "number": number, "role": role}
    return reverse(f"volunteering:{act}", kwargs=names)


def _back(request: GroupRequest, number: int) -> HttpResponse:
    return redirect(reverse("volunteering:duties", kwargs={"slug": request.group.slug}) + f"#d{number}")
