"""The page that a group shows to all: who it is, where and when it meets, how to join; nothing private."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cabas.clock import now
from cabas.groups.models import Group
from cabas.groups.rights import Right, rights_of
from cabas.joining.models import Registration, Welcome, contacts_of, welcome_of
from cabas.joining.registration import TAKING, WORDS, count_waiting, registration_of

EVENINGS_SHOWN = 4


@require_safe
def presentation(request: HttpRequest, slug: str) -> HttpResponse:
    """Found by all where the group wants it, by those who set it otherwise."""
    group = get_object_or_404(Group.objects.select_related("book"), slug=slug)
    welcome = welcome_of(group)
    may_set = request.user.is_authenticated and Right.SET_GROUP in rights_of(request.user, group)
    if not may_set and (group.is_example or not welcome.is_public):
        raise Http404
    if group.is_suspended:
        return render(request, "joining/away.html", {"group": group})
    coming = group.distributions.standing().to_come(now()).select_related("place")[:EVENINGS_SHOWN]
    context = {
        "group": group,
        "welcome": welcome,
        "may_set": may_set,
        "evenings": coming,
        "places": group.places.order_by("name"),
        "contacts": contacts_of(group),
        **how_to_join(group, welcome),
    }
    return render(request, "joining/presentation.html", context)


def how_to_join(group: Group, welcome: Welcome) -> dict[str, Any]:
    """What the page says of joining."""
    state = registration_of(group, welcome)
    return {
        "state": state,
        "is_taking": state in TAKING,
        "words": WORDS.get(state, ""),
        "waiting": count_waiting(group) if state == Registration.WAITING else 0,
    }
