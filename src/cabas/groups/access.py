"""Access to a group is a query: who is neither a member nor holds a role there finds nothing, not even a refusal."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from cabas.groups.models import Adult, Group, Membership
from cabas.groups.rights import Right, held_roles, rights_held
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
    """Attach the group, the household and the rights of this person. Raises Http404 for anybody else.

    One statement for members, a second one for those who only hold a role.
    """
    entered = cast(GroupRequest, request)
    adults = _household(entered.user, slug)
    if adults:
        entered.member = adults[0].membership
        entered.group, entered.rights = entered.member.group, rights_held(adults[0])
        return entered
    entered.member = cast(Membership, None)
    entered.group, entered.rights = _group(entered.user, slug)
    return entered


def _household(person: User, slug: str) -> list[Adult]:
    """The adults of this person's household, who share one row of it, as fetched `with_people`."""
    own = Adult.objects.filter(person=person, group__slug=slug, membership__left_on__isnull=True)
    adults = list(
        Adult.objects.filter(membership__in=own.values("membership"))
        .select_related("person", "membership__account", "membership__group__book")
        .annotate(**held_roles(person, "group"))
    )
    for adult in adults:
        adult.membership = adults[0].membership
    if adults:  # what prefetching would have kept
        adults[0].membership._prefetched_objects_cache = {"adults": adults}  # type: ignore[attr-defined]
    return adults


def _group(person: User, slug: str) -> tuple[Group, frozenset[Right]]:
    group = Group.objects.select_related("book").annotate(**held_roles(person, "pk")).filter(slug=slug).first()
    rights = rights_held(group) if group else frozenset[Right]()
    if group is None or not rights:
        raise Http404
    return group, rights


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
