"""Access to a group is a query: who is neither a member nor holds a role there finds nothing, not even a refusal."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from cabas.groups.models import Group, Membership
from cabas.groups.rights import Right, rights_of
from cabas.people.models import User
from cabas.ui.lost_forms import ask_to_sign_in

View = Callable[..., HttpResponseBase]


class GroupRequest(HttpRequest):
    """A request inside a group, by somebody who belongs there."""

    user: User
    group: Group
    member: Membership  # only on pages that `member_page` opens
    rights: frozenset[Right]


def _enter(request: HttpRequest, slug: str) -> GroupRequest:
    """Attach the group, the household and the rights of this person. Raises Http404 for anybody else."""
    entered = cast(GroupRequest, request)
    group = Group.objects.select_related("book").filter(slug=slug).first()
    if group is None:
        raise Http404
    member = (
        Membership.objects.filter(group=group, adults__person=request.user.pk, left_on__isnull=True)
        .select_related("account")
        .with_people()
        .first()
    )
    entered.group = group
    entered.rights = rights_of(entered.user, group)
    entered.member = cast(Membership, member)
    if member is None and not entered.rights:
        raise Http404
    return entered


def group_page(*rights: Right) -> Callable[[View], View]:
    """The page of a group, for those who hold one of the rights. A member is refused, a stranger finds nothing."""

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return ask_to_sign_in(request)
            entered = _enter(request, slug)
            if rights and not entered.rights.intersection(rights):
                raise PermissionDenied
            return view(entered, **kwargs)

        return page

    return decorate


def member_page(view: View) -> View:
    """The page of a household in its group. A person with a role but no household has no such page: 404."""

    @wraps(view)
    def page(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        entered = _enter(request, slug)
        if entered.member is None:
            raise Http404
        return view(entered, **kwargs)

    return page
