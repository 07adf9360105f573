"""Before a household leaves, those who keep the members see what has to be done first; then they confirm it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cabas.clock import now
from cabas.distributions.leaving import BalanceStands, LeftAlready, OrdersStand, leave, obstacles
from cabas.distributions.standing import standing_of
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.models import Membership, Role, RoleHolder
from cabas.groups.rights import Right
from cabas.groups.roles import HoldsRoles, LastAdministrator
from cabas.ui.toasts import alert, toast

REFUSED = 422


@group_page(Right.MANAGE_MEMBERS)
def member_leaving(request: GroupRequest, number: int) -> HttpResponse:
    """GET what leaving means for this household; POST makes it leave."""
    households = Membership.objects.select_related("account", "group").with_people()
    member = get_object_or_404(households, group=request.group, number=number)
    refusal: Exception | None = None
    if request.method == "POST":
        try:
            leave(member, by=request.user, at=now())
        except LeftAlready as late:
            alert(request, str(late))
            return _card(request, number)
        except (BalanceStands, OrdersStand, HoldsRoles, LastAdministrator) as stands:
            refusal = stands
        else:
            toast(request, _("%(name)s\u202f: sortie du groupe enregistrée.") % {"name": member.full_name})
            has_left_oneself = request.user in member.people
            return redirect("/") if has_left_oneself else _card(request, number)
    if member.left_on:
        return _card(request, number)
    return _page(request, member, refusal)


def _card(request: GroupRequest, number: int) -> HttpResponse:
    return redirect("groups:member", slug=request.group.slug, number=number)


def _page(request: GroupRequest, member: Membership, refusal: Exception | None) -> HttpResponse:
    held = RoleHolder.objects.filter(group=request.group, person__in=member.people).select_related("person")
    context = {
        "member": member,
        "refusal": refusal,
        "standing": standing_of(member, at=now()),
        "obstacles": obstacles(member),
        "roles": [(holder.person.full_name, Role(holder.role).label) for holder in held.order_by("pk")],
        "may_read_accounts": Right.READ_ACCOUNTS in request.rights,
        "may_validate": Right.VALIDATE in request.rights,
    }
    return render(request, "distributions/member_leaving.html", context, status=REFUSED if refusal else 200)
