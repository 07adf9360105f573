"""One enters the demonstration as anybody, reads its mail and puts everything back, without proving who one is."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cabas.demo.building import BeingBuilt, build_demo
from cabas.demo.entrances import BY_KEY, SLUG
from cabas.groups.models import Group
from cabas.mail.models import OutgoingMail
from cabas.people.models import User
from cabas.ui.toasts import alert, toast

MAILS_SHOWN = 30


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The people of the sign-in page, for somebody who is in already and wants to be somebody else."""
    return render(request, "demo/people.html")


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Become one of the people of the demonstration; where nothing else was asked, in its first group."""
    entrance = BY_KEY.get(request.POST.get("person", ""))
    person = get_object_or_404(User, email=entrance.email if entrance else "")
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(_asked(request) or _home(person))


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """The latest mails, with their text."""
    latest = OutgoingMail.objects.select_related("group").newest_first()[:MAILS_SHOWN]
    return render(request, "demo/mails.html", {"mails": latest, "shown": MAILS_SHOWN})


@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest) -> HttpResponse:
    """Opening the address asks; sending the form builds the demonstration again."""
    if request.method != "POST":
        return render(request, "demo/reset.html")
    try:
        build_demo()
    except BeingBuilt as refusal:
        alert(request, str(refusal))
        return render(request, "demo/reset.html", status=HTTPStatus.CONFLICT)
    toast(request, _("Les données d’exemple sont comme au premier jour."))
    return redirect("/")


def _asked(request: HttpRequest) -> str:
    """Where one wanted to go, when it is here."""
    asked = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if is_ours else ""


def _home(person: User) -> str:
    """The first group's home; whoever left it is led as by any other sign-in."""
    belongs = Group.objects.filter(slug=SLUG, memberships__adults__person=person, memberships__left_on__isnull=True)
    return reverse("dashboards:home", kwargs={"slug": SLUG}) if belongs.exists() else "/"
