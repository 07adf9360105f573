"""The card of a household, for those who keep the members: who, where, since when, which roles; and its return."""

from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.groups.access import GroupRequest, group_page
from cabas.groups.forms import RolesForm
from cabas.groups.models import Membership, Role, RoleHolder
from cabas.groups.returning import MergedAway, NeverLeft, take_back
from cabas.groups.rights import Right
from cabas.people.models import User
from cabas.ui.toasts import alert, toast


@dataclass
class Seated:
    """An adult of the household, with the roles of that person in this group."""

    person: User
    roles: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)

    @property
    def role_labels(self) -> list[str]:
        return [str(Role(role).label) for role in self.roles]

    @property
    def form(self) -> RolesForm:
        return RolesForm(person=self.person, held=self.roles, about=self.about)


@group_page(Right.MANAGE_MEMBERS)
def member(request: GroupRequest, number: int) -> HttpResponse:
    """The card, of a household that left too."""
    shown = member_of(request, number)
    context = {
        "member": shown,
        "adults": seated(shown),
        "merged": list(shown.merged.order_by("number")),
        "may_read_accounts": Right.READ_ACCOUNTS in request.rights,
        "may_read_mail": Right.READ_MAIL in request.rights,
        "may_give_roles": Right.GIVE_ROLES in request.rights,
    }
    return render(request, "groups/member.html", context)


@require_POST
@group_page(Right.MANAGE_MEMBERS)
def member_return(request: GroupRequest, number: int) -> HttpResponse:
    """Take back a household that left."""
    here = member_of(request, number)
    try:
        take_back(here)
    except (MergedAway, NeverLeft) as refusal:
        alert(request, str(refusal))
    else:
        toast(
            request,
            _("%(name)s\u202f: de retour dans le groupe, n° %(number)s.") % {"name": here.full_name, "number": number},
        )
    return redirect("groups:member", slug=request.group.slug, number=number)


def member_of(request: GroupRequest, number: int) -> Membership:
    """The household of this group that bears this number, with its people. Raises Http404."""
    households = Membership.objects.select_related("merged_into").with_people()
    return get_object_or_404(households, group=request.group, number=number)


def seated(membership: Membership) -> list[Seated]:
    """The adults with their roles. One statement, with the people fetched."""
    adults = {person.pk: Seated(person) for person in membership.people}
    held = RoleHolder.objects.filter(group=membership.group_id, person__in=adults)
    for holder in held.order_by("pk"):
        adults[holder.person_id].roles.append(holder.role)
        adults[holder.person_id].about += [holder.said] if holder.about else []
    return list(adults.values())
