"""The first page of a member: where the account stands, the next distribution, what is ordered for it, what follows."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from cabas.clock import now
from cabas.dashboards.views._duties import home_duties
from cabas.distributions.models import Distribution
from cabas.distributions.same_again import last_order
from cabas.distributions.standing import standing
from cabas.distributions.views._awaiting import backlog_for
from cabas.distributions.views._evening import Evening, announced_of, evenings_of
from cabas.groups.access import GroupRequest, member_page
from cabas.groups.models import Membership
from cabas.groups.rights import Right
from cabas.payments.cagnotte import group_has_cagnottes, has_cagnottes_beside
from cabas.prepared import prepared
from cabas.starting.steps import Steps, steps_of

SHOWN_MAX = 8
OWING = {"a-regler", "doit"}


@member_page
def home(request: GroupRequest) -> HttpResponse:
    at, member = now(), request.member
    coming = _coming(request.group.pk, at)
    announced = announced_of(member)
    has_cagnotte = coming[0].has_cagnottes if coming else group_has_cagnottes(request.group.pk)
    found = standing(member.account.balance, announced, has_cagnotte=has_cagnotte, at=at)
    owed = backlog_for(request, at)
    owes, is_paused = found.state in OWING, owed["backlog"].is_blocked
    evenings = evenings_of(member, coming, at, announced=announced, owes=owes, is_paused=is_paused)
    first = next((evening for evening in evenings if not evening.distribution.is_cancelled), None)
    context = owed | {
        "standing": found,
        "next": first,
        "has_again": first is not None and may_take_again(first, member),
        "following": [evening for evening in evenings if evening is not first],
        "unsaved": [evening for evening in evenings if evening.has_unsaved_changes],
        "first_steps": None if evenings else _first_steps(request, at),
        "duties": home_duties(request, coming, at),
    }
    return render(request, "dashboards/home.html", context)


def _first_steps(request: GroupRequest, at: datetime) -> Steps | None:
    """While the list is not put away, for those who set up the group."""
    if not request.group.is_starting or Right.SET_GROUP not in request.rights:
        return None
    return steps_of(request.group, request.rights, on=at.date())


def may_take_again(evening: Evening, member: Membership) -> bool:
    """Nothing is chosen yet, and there is an order to take again. One statement where nothing is."""
    if not evening.is_open or evening.is_paused or evening.choice.wanted or evening.choice.has_order:
        return False
    return last_order(member) is not None


@prepared
def _coming(group: int, at: datetime) -> "QuerySet[Any]":
    """With `has_cagnottes`, whether their group has some: one statement less than to ask it apart."""
    coming = Distribution.objects.filter(group=group).to_come(at).select_related("place")
    return coming.annotate(has_cagnottes=has_cagnottes_beside())[:SHOWN_MAX]
