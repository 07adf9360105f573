"""The members of a group: the list, and one more household."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.forms import MemberForm
from cabas.groups.members import AlreadyMember, add_member
from cabas.groups.models import Membership
from cabas.groups.rights import Right
from cabas.ui.toasts import toast

PER_PAGE = 50
REFUSED = 422


@group_page(Right.MANAGE_MEMBERS)
def members(request: GroupRequest) -> HttpResponse:
    """Who is in the group, by name; sought by name or by number."""
    sought = request.GET.get("q", "").strip()
    found = Membership.objects.filter(group=request.group).current().matching(sought).by_name().with_people()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "groups/members.html", {"page": page, "sought": sought})


@group_page(Right.MANAGE_MEMBERS)
def member_new(request: GroupRequest) -> HttpResponse:
    form = MemberForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            member = add_member(request.group, form.household, at=now())
        except AlreadyMember as refusal:
            form.add_error(_field_of(form, refusal), str(refusal))
        else:
            toast(
                request,
                _("%(name)s est membre du groupe, n° %(number)s.")
                % {"name": form.household.adults[0].first_name, "number": member.number},
            )
            return redirect("groups:members", slug=request.group.slug)
    status = REFUSED if form.errors else HttpResponse.status_code
    return render(request, "groups/member_new.html", {"form": form}, status=status)


def _field_of(form: MemberForm, refusal: AlreadyMember) -> str:
    is_second = (form.cleaned_data["second_email"] or "").lower() == refusal.email
    return "second_email" if is_second else "email"
