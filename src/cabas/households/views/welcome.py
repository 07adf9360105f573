"""The button of an invitation: who one is, one tap, and the group's home."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from cabas.groups.own_details import save_details
from cabas.households.first_entrance import Entrance, EntranceClosed, entrance_of
from cabas.households.forms import WelcomeForm
from cabas.ui.toasts import toast

REFUSED = 422


@sensitive_post_parameters()
@never_cache
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """GET says who comes in, and where: what reads mails beforehand opens nothing. POST comes in."""
    try:
        entrance = entrance_of(token)
    except EntranceClosed as closed:
        return render(request, "households/entrance_closed.html", {"refusal": closed}, status=404)
    form = WelcomeForm(request.POST if request.method == "POST" else None, person=entrance.person)
    if form.is_bound and form.is_valid():
        return _enter(request, entrance, form)
    context = {"entrance": entrance, "form": form}
    return render(request, "households/welcome.html", context, status=REFUSED if form.errors else 200)


def _enter(request: HttpRequest, entrance: Entrance, form: WelcomeForm) -> HttpResponse:
    person, said = entrance.person, form.cleaned_data
    if "last_name" in said:
        person.first_name, person.last_name = said["first_name"], said["last_name"]
        save_details(person)
    if said["password"]:
        person.set_password(said["password"])
        person.save(update_fields=["password"])
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    words = _("Bienvenue dans %(group)s, %(name)s.")
    toast(request, words % {"group": entrance.membership.group.name, "name": person.first_name})
    return redirect("dashboards:home", slug=entrance.membership.group.slug)
