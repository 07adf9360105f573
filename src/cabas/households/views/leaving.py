"""From one page a balance comes to zero and the household leaves: by who keeps the members, or by itself."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cabas.clock import now
from cabas.distributions.leaving import BalanceStands, LeftAlready, OrdersStand, obstacles
from cabas.distributions.standing import standing_of
from cabas.groups.access import GroupRequest, group_page, member_page
from cabas.groups.models import Membership, Role, RoleHolder
from cabas.groups.rights import Right
from cabas.groups.roles import HoldsRoles, LastAdministrator
from cabas.households.forms import SettleForm, WordsForm
from cabas.households.leaving import part
from cabas.households.receivers import receiver_said
from cabas.households.settling import Way
from cabas.households.views._settling import Out, outs, sent_way, settled
from cabas.treasury.finding import member_found
from cabas.treasury.overview import names_of
from cabas.ui.toasts import alert, toast

REFUSED = 422
OWN_WAYS = (Way.TO_MEMBER, Way.TO_GROUP)
STANDS = (BalanceStands, OrdersStand, HoldsRoles, LastAdministrator)


@group_page(Right.MANAGE_MEMBERS)
def leaving(request: GroupRequest, number: int) -> HttpResponse:
    """GET what leaving means for this household; POST brings its balance to zero, or makes it leave."""
    member = get_object_or_404(_households(), group=request.group, number=number)
    ways = tuple(Way) if Right.KEEP_ACCOUNTS in request.rights else ()
    card = redirect("groups:member", slug=request.group.slug, number=number)
    refusal: Exception | None = None
    form, words = sent_way(request, member, ways), WordsForm(request.POST if request.method == "POST" else None)
    status = HttpResponse.status_code
    if form is not None:
        status = settled(request, member, form, lambda typed: member_found(request.group, typed))
        if not status:
            return redirect("households:leaving", slug=request.group.slug, number=number)
    elif request.method == "POST" and words.is_valid():
        try:
            part(member, by=request.user, at=now(), words=words.cleaned_data["words"])
        except LeftAlready as late:
            alert(request, str(late))
            return card
        except STANDS as stands:
            refusal, status = stands, REFUSED
        else:
            toast(request, _("%(name)s\u202f: sortie du groupe enregistrée.") % {"name": member.full_name})
            return redirect("/") if request.user in member.people else card
    if member.left_on:
        return card
    context = _context(request, member, refusal, ways, form)
    context |= {"words": words, "names": names_of(request.group) if _is_given(context["outs"]) else []}
    return render(request, "households/leaving.html", context, status=status)


@member_page
def quitting(request: GroupRequest) -> HttpResponse:
    """The same for one's own household: what one owes is paid first, what one has is asked back, or given."""
    member = _households().get(pk=request.member.pk)
    refusal: Exception | None = None
    form, status = sent_way(request, member, OWN_WAYS), HttpResponse.status_code
    if form is not None:
        status = settled(request, member, form, lambda typed: receiver_said(request.group, typed))
        if not status:
            return redirect("households:quitting", slug=request.group.slug)
    elif request.method == "POST":
        try:
            part(member, by=request.user, at=now())
        except STANDS as stands:
            refusal, status = stands, REFUSED
        else:
            toast(request, _("Vous avez quitté le groupe «\u202f%(group)s\u202f».") % {"group": request.group.name})
            return redirect("/")
    context = _context(request, member, refusal, OWN_WAYS, form)
    context["treasurers"] = _treasurers(request) if context["obstacles"].balance else []
    return render(request, "households/quitting.html", context, status=status)


def _households() -> Any:
    return Membership.objects.select_related("account", "group__book", "group__payment_settings").with_people()


def _context(
    request: GroupRequest,
    member: Membership,
    refusal: Exception | None,
    ways: tuple[Way, ...],
    form: SettleForm | None,
) -> dict[str, Any]:
    standing, stands = standing_of(member, at=now()), obstacles(member)
    held = RoleHolder.objects.filter(group=request.group, person__in=member.people).select_related("person")
    return {
        "member": member,
        "refusal": refusal,
        "standing": standing,
        "obstacles": stands,
        "outs": outs(member, stands.balance, ways, form),
        "roles": [(holder.person.full_name, Role(holder.role).label) for holder in held.order_by("pk")],
        "may_read_accounts": Right.READ_ACCOUNTS in request.rights,
        "may_validate": Right.VALIDATE in request.rights,
    }


def _is_given(shown: list[Out]) -> bool:
    """May it be given to another member?"""
    return any(out.form.shown_way == Way.TO_MEMBER for out in shown)


def _treasurers(request: GroupRequest) -> list[Any]:
    """Who may be asked, in this order of roles."""
    holders = RoleHolder.objects.filter(group=request.group, role__in=(Role.TREASURER, Role.COORDINATOR))
    return [holder.person for holder in holders.select_related("person").order_by("-role", "person__sort_name")]
