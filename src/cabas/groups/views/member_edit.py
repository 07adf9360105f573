"""A household is corrected by those who keep the members; a refusal stands beside its field, what was typed stays."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.columns import FIRST, SECOND
from cabas.groups.editing import HouseholdChanged, edit_member
from cabas.groups.forms import HouseholdForm
from cabas.groups.members import AlreadyMember
from cabas.groups.personal_data import NotTheGroups, freedoms
from cabas.groups.rights import Right
from cabas.groups.roles import HoldsRoles, LastAdministrator
from cabas.groups.views.member import member_of
from cabas.ui.toasts import toast

REFUSED = 422


@group_page(Right.MANAGE_MEMBERS)
def member_edit(request: GroupRequest, number: int) -> HttpResponse:
    shown = member_of(request, number)
    free = freedoms(request.group, shown.people, by=request.user)
    form = HouseholdForm(request.POST if request.method == "POST" else None, membership=shown, free=free)
    if request.method == "POST" and form.is_valid():
        try:
            kept = edit_member(shown, form.edited, by=request.user, at=now())
        except NotTheGroups as refusal:
            keys = FIRST if refusal.person == shown.people[0] else SECOND
            form.add_error(keys[FIRST.index(refusal.field)], str(refusal))
        except AlreadyMember as refusal:
            is_second = form.cleaned_data["second_email"].lower() == refusal.email
            form.add_error("second_email" if is_second else "email", str(refusal))
        except (HouseholdChanged, HoldsRoles, LastAdministrator) as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("%(name)s\u202f: le foyer est enregistré.") % {"name": kept.full_name})
            return redirect("groups:member", slug=request.group.slug, number=number)
    status = REFUSED if form.errors else HttpResponse.status_code
    context = {"form": form, "member": shown, "has_two": len(shown.people) > 1}
    return render(request, "groups/member_edit.html", context, status=status)
