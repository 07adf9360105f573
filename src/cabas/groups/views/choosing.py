"""Signing in leads to one's group; who is in several chooses, who is in none is told what to do."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cabas.groups.models import OFFICES, Group, Membership, Role, RoleHolder
from cabas.people.models import User


@dataclass(frozen=True)
class Choice:
    """A group of this person, and the page it opens."""

    name: str
    url: str


@require_safe
def choose_group(request: HttpRequest) -> HttpResponse:
    """The person's groups; where there is only one, that one."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    choices = _choices(request.user)
    if len(choices) == 1:
        return redirect(choices[0].url)
    return render(request, "groups/choosing.html", {"choices": choices})


def _choices(person: User) -> list[Choice]:
    """One statement, whatever the number of groups."""
    memberships = Membership.objects.current().filter(group=OuterRef("pk"), adults__person=person)
    roles = RoleHolder.objects.filter(group=OuterRef("pk"), person=person)
    groups = Group.objects.filter(Exists(memberships) | Exists(roles)).annotate(
        is_member=Exists(memberships),
        has_office=Exists(roles.filter(role__in=OFFICES)),
        delivers=Exists(roles.filter(role=Role.PRODUCER)),
    )
    return [Choice(group.name, _entrance(group)) for group in groups.order_by("name")]


def _entrance(group: Group) -> str:
    """A member comes home; who has a role and no household there, to what that role is about."""
    found: Any = group  # annotated
    if found.is_member:
        page = "dashboards:home"
    elif found.has_office:
        page = "distributions:plan"
    else:
        page = "producers:farms" if found.delivers else "catalogs:catalogs"
    return reverse(page, kwargs={"slug": group.slug})
