"""Who asks to join, in the order in which they came: each is accepted or refused, with a word."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.members import LeftBefore
from cabas.groups.rights import Right
from cabas.joining.deciding import AnsweredAlready, accept, refuse
from cabas.joining.models import JoiningRequest, welcome_of
from cabas.joining.registration import GroupFull, registration_of
from cabas.ui.elision import of
from cabas.ui.toasts import alert, toast

WORD_MAX = 1000
ANSWERED_SHOWN = 20


@require_safe
@group_page(Right.MANAGE_MEMBERS)
def requests(request: GroupRequest) -> HttpResponse:
    """Those who wait, then those who were answered last."""
    found = JoiningRequest.objects.filter(group=request.group)
    welcome = welcome_of(request.group)
    context = {
        "waiting": found.waiting(),
        "answered": found.answered().select_related("answered_by", "membership")[:ANSWERED_SHOWN],
        "state": registration_of(request.group, welcome),
        "may_set": Right.SET_GROUP in request.rights,
        "word_max": WORD_MAX,
    }
    return render(request, "joining/requests.html", context)


@require_POST
@group_page(Right.MANAGE_MEMBERS)
def accepting(request: GroupRequest, number: int) -> HttpResponse:
    """They become a member, and are told so."""
    said = _("%(name)s est membre du groupe, et en est informé par e-mail.")
    return _answer(request, number, accept, said)


@require_POST
@group_page(Right.MANAGE_MEMBERS)
def refusing(request: GroupRequest, number: int) -> HttpResponse:
    """They are told that they will not be."""
    return _answer(request, number, refuse, _("La demande %(of_name)s est refusée\u202f: le message est parti."))


def _answer(request: GroupRequest, number: int, answer: Callable[..., Any], said: str) -> HttpResponse:
    asked = get_object_or_404(JoiningRequest, group=request.group, number=number)
    word = request.POST.get("word", "").strip()[:WORD_MAX]
    try:
        answer(asked, word=word, by=request.user, at=now())
    except (AnsweredAlready, GroupFull, LeftBefore) as refusal:
        alert(request, str(refusal))
    else:
        toast(request, said % {"name": asked.full_name, "of_name": of(asked.full_name)})
    return redirect("joining:requests", slug=request.group.slug)
