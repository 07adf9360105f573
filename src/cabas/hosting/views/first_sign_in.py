"""The link that `./cabas up` shows: opening it asks who one is, sending the form makes the first host."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from cabas.clock import now
from cabas.groups.examples import real_groups
from cabas.hosting.first_link import EmailKnown, LinkUnusable, make_host, require_usable, welcome_host
from cabas.hosting.forms import FirstHostForm
from cabas.people.models import User
from cabas.ui.toasts import toast

REFUSED = 422


@sensitive_post_parameters()
@never_cache
def first_sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """A new person, or the one who is signed in already. Every link that is of no use is answered the same."""
    at = now()
    try:
        require_usable(token, at=at)
        if isinstance(request.user, User):
            return _as_oneself(request, request.user, token, at)
        return _as_newcomer(request, token, at)
    except LinkUnusable:
        return render(request, "hosting/link_unusable.html", status=404)


def _as_oneself(request: HttpRequest, person: User, token: str, at: datetime) -> HttpResponse:
    if request.method != "POST":
        return render(request, "hosting/first_sign_in.html", {"person": person})
    make_host(token, person, at=at)
    return _go_on(request)


def _as_newcomer(request: HttpRequest, token: str, at: datetime) -> HttpResponse:
    form = FirstHostForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            person = welcome_host(token, form.newcomer, at=at)
        except EmailKnown as refusal:
            form.add_error("email", str(refusal))
        else:
            login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
            return _go_on(request)
    status = REFUSED if form.errors else HttpResponse.status_code
    return render(request, "hosting/first_sign_in.html", {"form": form}, status=status)


def _go_on(request: HttpRequest) -> HttpResponse:
    toast(request, _("Vous tenez cette installation."))
    return redirect("installation" if real_groups().exists() else "new_group")
