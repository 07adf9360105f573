"""What goes and what remains is said before; then a person is erased, by themselves or by the administration."""

from typing import Any, cast

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.models import Adult
from cabas.groups.rights import Right
from cabas.households.erasing import (
    ErasedAlready,
    NotTheGroupsToErase,
    SomethingStands,
    erase,
    require_groups_to_erase,
)
from cabas.households.forms import EraseForm
from cabas.households.obstacles_to_erasing import standing_in_the_way
from cabas.people.models import User
from cabas.ui.lost_forms import signed_in_page
from cabas.ui.toasts import alert, toast

REFUSED = 422


@signed_in_page
def erase_me(request: HttpRequest) -> HttpResponse:
    """GET says what follows; POST does it and signs out."""
    person = User.objects.get(pk=cast(User, request.user).pk)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            erase(person, by=person, at=now())
        except SomethingStands as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            return render(request, "households/erased.html")
    return _page(request, "households/erase_me.html", person, form)


@group_page(Right.GIVE_ROLES)
def erasing(request: GroupRequest, number: int, person: int) -> HttpResponse:
    """The same of somebody of the group, also of a household that left."""
    adult = Adult.objects.filter(group=request.group, membership__number=number, person=person)
    found = adult.select_related("person").first()
    if found is None:
        raise Http404
    form = EraseForm(request.POST if request.method == "POST" else None)
    card = redirect("groups:member", slug=request.group.slug, number=number)
    try:
        require_groups_to_erase(request.group, found.person, by=request.user)
        if form.is_bound and form.is_valid():
            erase(found.person, by=request.user, at=now())
            toast(request, _("Les données de cette personne sont effacées. Les écritures du compte restent."))
            return redirect("/") if found.person == request.user else card
    except (ErasedAlready, NotTheGroupsToErase) as refusal:
        alert(request, str(refusal))
        return card
    except SomethingStands as refusal:
        form.add_error(None, str(refusal))
    return _page(request, "households/erasing.html", found.person, form, number=number)


def _page(request: HttpRequest, template: str, person: User, form: EraseForm, **more: Any) -> HttpResponse:
    context = {"person": person, "form": form, "standing": standing_in_the_way(person), **more}
    return render(request, template, context, status=REFUSED if form.errors else HttpResponse.status_code)
