"""One's own name and phone, the same in every group."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cabas.groups.models import Membership
from cabas.groups.own_details import save_details
from cabas.people.forms import DetailsForm
from cabas.people.models import User
from cabas.ui.lost_forms import signed_in_page
from cabas.ui.toasts import toast

REFUSED = 422


@signed_in_page
def my_details(request: HttpRequest) -> HttpResponse:
    """GET the form; POST saves it."""
    person = User.objects.get(
        pk=cast(User, request.user).pk
    )  # the page's own user keeps its name if the form is refused
    form = DetailsForm(request.POST if request.method == "POST" else None, instance=person)
    if form.is_bound and form.is_valid():
        save_details(form.save(commit=False))
        toast(request, _("Vos coordonnées sont enregistrées."))
        return redirect("/")
    status = REFUSED if form.errors else HttpResponse.status_code
    households = Membership.objects.current().filter(adults__person=person).select_related("group")
    context = {"form": form, "households": households.order_by("group__name")}
    return render(request, "groups/my_details.html", context, status=status)
