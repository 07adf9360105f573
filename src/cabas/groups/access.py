"""Access to a group is a query: who is neither a member nor holds a role there finds nothing, not even a refusal."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from cabas.groups.models import Adult, Group, Membership, Role, RoleHolder
from cabas.groups.rights import Right, held_roles, rights_held
from cabas.groups.suspending import rights_left
from cabas.people.models import User
from cabas.prepared import prepared
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
    adults = _household(entered.user.pk, slug)
    if adults:
        entered.member = _member(adults)
        entered.group = entered.member.group
        entered.rights = _rights(adults[0], entered.group)
        return entered
    entered.member = cast(Membership, None)
    entered.group, entered.rights = _group_of_holder(entered.user.pk, slug)
    return entered


@prepared
def _household(person: int, slug: str) -> "QuerySet[Adult]":
    """The adults of this person's household, the first first; in the row of each one everything about it."""
    own = Adult.objects.filter(person=person, group__slug=slug, membership__left_on__isnull=True)
    adults = Adult.objects.filter(membership__in=own.values("membership")).annotate(**held_roles(person, "group"))
    return adults.select_related("person", "membership__account", "membership__group__book").order_by("position")


def _member(adults: list[Adult]) -> Membership:
    """The household as fetched `with_people`."""
    member = adults[0].membership
    for adult in adults:
        adult.membership = member
    member._prefetched_objects_cache = {"adults": adults}  # type: ignore[attr-defined]
    return member


def _group_of_holder(person: int, slug: str) -> tuple[Group, frozenset[Right]]:
    for group in _group(person, slug):
        if rights_held(group):
            return group, _rights(group, group)
    raise Http404


def _rights(row: Any, group: Group) -> frozenset[Right]:
    return rights_left(row) if group.is_suspended else rights_held(row)


@prepared
def _group(person: int, slug: str) -> "QuerySet[Group]":
    return Group.objects.filter(slug=slug).select_related("book").annotate(**held_roles(person, "pk"))


def group_page(*rights: Right) -> Callable[[View], View]:
    """The page of a group, for those who hold one of the rights. A member is refused, a stranger finds nothing."""

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return ask_to_sign_in(request)
            entered = _enter(request, slug)
            is_open = bool(entered.rights.intersection(rights) if rights else entered.rights)
            if entered.group.is_suspended and not is_open:
                return suspended_page(entered)
            if rights and not is_open:
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
        if entered.group.is_suspended:
            return suspended_page(entered)
        return view(entered, **kwargs)

    return page


def suspended_page(request: GroupRequest) -> HttpResponseBase:
    """Why the group is closed, or where it has moved, and who may be written to: the hosts, by those who keep it."""
    holders = RoleHolder.objects.filter(group=request.group, role=Role.ADMINISTRATOR, person__email__isnull=False)
    contacts = [holder.person for holder in holders.select_related("person").order_by("person__sort_name", "person")]
    hosts = User.objects.filter(is_host=True, email__isnull=False).by_name() if request.rights else []
    status = 403 if request.method == "POST" else 200
    return render(request, "groups/suspended.html", {"contacts": contacts, "hosts": hosts}, status=status)
