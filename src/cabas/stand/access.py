"""Who stands at the stand: who holds the right to serve, or a named member with the pass of that evening.

A pass opens the addresses of its own stand and nothing else: every other page sees somebody who has not signed in.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page, suspended_page
from cabas.groups.models import Membership
from cabas.groups.rights import Right, rights_of
from cabas.stand.models import DayPass

IN_SESSION = "stand_pass"
View = Callable[..., HttpResponseBase]


def stand_page(view: View, *, when_over: View | None = None) -> View:
    """A page of the stand of the distribution `number`. Under a pass `request.day_pass` is set, `request.user` is the
    member it is signed as, and `request.rights` is the right to serve alone.

    `when_over` answers instead where the pass of this browser ended at midnight, for two days and unless it was
    revoked: what was done before still comes, nothing is shown any more."""
    by_right = group_page(Right.SERVE)(view)

    @wraps(view)
    def page(request: HttpRequest, slug: str, number: int, **kwargs: Any) -> HttpResponseBase:
        day_pass, answer = _pass_here(request, slug, number, DayPass.objects.usable(now())), view
        if day_pass is None and when_over:
            day_pass, answer = _pass_here(request, slug, number, DayPass.objects.over(now())), when_over
        if day_pass is None or _may_serve(request, day_pass):
            return by_right(request, slug=slug, number=number, **kwargs)
        entered = _enter(request, day_pass)
        return suspended_page(entered) if entered.group.is_suspended else answer(entered, number=number, **kwargs)

    return page


def open_pass(request: HttpRequest, day_pass: DayPass) -> None:
    """From now on this browser stands at the stand of the pass; whoever may serve anyway stays who they are."""
    if not _may_serve(request, day_pass):
        request.session.cycle_key()
        request.session[IN_SESSION] = day_pass.pk


def leave_pass(request: HttpRequest) -> None:
    """This browser holds no pass any more; the link still opens one."""
    request.session.pop(IN_SESSION, None)


def _pass_here(request: HttpRequest, slug: str, number: int, good: "QuerySet[DayPass]") -> DayPass | None:
    """The pass that this browser opened, if it is of this stand and `good`. One statement where there is one."""
    opened = request.session.get(IN_SESSION)
    if opened is None:
        return None
    here = good.filter(pk=opened, group__slug=slug, distribution__number=number)
    return here.select_related("person", "group__book", "distribution").first()


def _may_serve(request: HttpRequest, day_pass: DayPass) -> bool:
    return request.user.is_authenticated and Right.SERVE in rights_of(request.user, day_pass.group)


def _enter(request: HttpRequest, day_pass: DayPass) -> GroupRequest:
    entered = cast(GroupRequest, request)
    entered.user, entered.group = day_pass.person, day_pass.group
    entered.member = cast(Membership, None)
    entered.rights = frozenset({Right.SERVE})
    entered.day_pass = day_pass  # type: ignore[attr-defined]  # templates ask for it
    return entered
