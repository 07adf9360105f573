"""« Mon foyer »: who is in it, a second adult, and the way out of the group."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.groups.access import GroupRequest, member_page
from cabas.groups.roles import HoldsRoles, LastAdministrator
from cabas.households.forms import SecondAdultForm
from cabas.households.second_adult import (
    ADULTS_MAX,
    AddressTaken,
    HouseholdFull,
    NotTheirsToRemove,
    OneAddressForTwo,
    add_second_adult,
    removable_by,
    remove_second_adult,
)
from cabas.ui.toasts import alert, toast

REFUSED = 422


@member_page
def household(request: GroupRequest) -> HttpResponse:
    """GET shows the household; POST adds its second adult."""
    form = SecondAdultForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        origin = request.build_absolute_uri("/").rstrip("/")
        try:
            added = add_second_adult(request.member, form.adult, by=request.user, origin=origin, at=now())
        except (OneAddressForTwo, AddressTaken) as refusal:
            form.add_error("email", str(refusal))
        except HouseholdFull as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("%(name)s fait partie de votre foyer.") % {"name": added.full_name})
            return redirect("households:household", slug=request.group.slug)
    people = request.member.people
    context = {
        "member": request.member,
        "people": people,
        "form": form if len(people) < ADULTS_MAX or form.is_bound else None,
        "removable": removable_by(request.user, people),
    }
    return render(request, "households/household.html", context, status=REFUSED if form.errors else 200)


@require_POST
@member_page
def adult_removal(request: GroupRequest) -> HttpResponse:
    """Take the second adult out, or go oneself."""
    said = request.POST.get("person", "")
    person = next((one for one in request.member.people if str(one.pk) == said), None)
    if person is None:
        raise Http404
    try:
        remove_second_adult(request.member, person, by=request.user, at=now())
    except (NotTheirsToRemove, HoldsRoles, LastAdministrator) as refusal:
        alert(request, str(refusal))
        return redirect("households:household", slug=request.group.slug)
    toast(request, _("%(name)s ne fait plus partie de ce foyer.") % {"name": person.full_name})
    if person == request.user:
        return redirect("/")
    return redirect("households:household", slug=request.group.slug)
