"""The door of a group: the form of a stranger, the one tap of whoever is signed in, and what is answered to both."""

from typing import Any

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cabas.clock import now
from cabas.groups.models import Adult, Group
from cabas.joining.applying import Applicant, Outcome, apply
from cabas.joining.deciding import AnsweredAlready, withdraw
from cabas.joining.following import request_of
from cabas.joining.forms import PersonForm, StrangerForm
from cabas.joining.models import JoiningRequest, Registration, Welcome, welcome_of
from cabas.joining.registration import NotTaking
from cabas.joining.views.page import how_to_join
from cabas.people.models import User
from cabas.ui.toasts import alert, toast

REFUSED, TOO_MANY = 422, 429
IN_SESSION = "joining_email"


def join(request: HttpRequest, slug: str) -> HttpResponse:
    """GET the form, or why there is none; POST asks to join."""
    group = get_object_or_404(Group.objects.select_related("book"), slug=slug)
    welcome = welcome_of(group)
    person = request.user if isinstance(request.user, User) and request.user.email else None
    if person and _is_member(group, person):
        return redirect("dashboards:home", slug=slug)
    if group.is_example or (not welcome.is_public and welcome.registration == Registration.CLOSED):
        raise Http404
    if group.is_suspended:
        return render(request, "joining/away.html", {"group": group})
    form = _form(request, group, welcome, person)
    if request.method != "POST":
        return _page(request, group, welcome, form)
    if form.is_robot:
        return _sent(request, group, "")
    if not form.is_valid():
        return _page(request, group, welcome, form, status=REFUSED)
    applicant = form.applicant_of(person) if person and isinstance(form, PersonForm) else form.applicant
    if not ratelimit.consume(request, action="join", key=f"{group.pk} {applicant.email.lower()}"):
        form.add_error(None, _("Trop de demandes à la suite\u202f: attendez une heure, puis recommencez."))
        return _page(request, group, welcome, form, status=TOO_MANY)
    return _ask(request, group, applicant, person)


def _ask(request: HttpRequest, group: Group, applicant: Applicant, person: User | None) -> HttpResponse:
    try:
        outcome = apply(group, applicant, person=person, at=now())
    except NotTaking as refusal:  # since the page was opened
        alert(request, str(refusal))
        return redirect("joining:join", slug=group.slug)
    if person is None:
        return _sent(request, group, applicant.email)
    if outcome == Outcome.JOINED:
        toast(request, _("Bienvenue dans «\u202f%(group)s\u202f».") % {"group": group.name})
        return redirect("dashboards:home", slug=group.slug)
    if outcome == Outcome.WAITING:
        toast(request, _("Votre demande est sur la liste d’attente."))
    return redirect("joining:join", slug=group.slug)


def _sent(request: HttpRequest, group: Group, email: str) -> HttpResponse:
    """The same for everybody: the mail says the rest."""
    request.session[IN_SESSION] = email
    return redirect("joining:sent", slug=group.slug)


@require_safe
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Where a stranger comes once the form is sent."""
    group = get_object_or_404(Group, slug=slug)
    if IN_SESSION not in request.session:
        return redirect("joining:join", slug=slug)
    is_open = welcome_of(group).registration == Registration.OPEN
    context = {"group": group, "email": request.session[IN_SESSION], "is_open": is_open}
    return render(request, "joining/sent.html", context)


def followed(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """One's own request, behind the link of the mail; a POST takes it off the list."""
    group = get_object_or_404(Group, slug=slug)
    if (mine := request_of(group, token)) is None:
        raise Http404
    if request.method == "POST":
        try:
            withdraw(mine, at=now())
        except AnsweredAlready as refusal:
            alert(request, str(refusal))
        return redirect("joining:followed", slug=slug, token=token)
    return render(request, "joining/followed.html", {"group": group, "mine": mine})


def _form(request: HttpRequest, group: Group, welcome: Welcome, person: User | None) -> Any:
    data = request.POST if request.method == "POST" else None
    state = how_to_join(group, welcome)["state"]
    if person:
        return PersonForm(data, welcome=welcome, state=state, person=person)
    return StrangerForm(data, welcome=welcome, state=state)


def _is_member(group: Group, person: User) -> bool:
    return Adult.objects.filter(group=group, person=person, membership__left_on__isnull=True).exists()


def _page(request: HttpRequest, group: Group, welcome: Welcome, form: Any, *, status: int = 200) -> HttpResponse:
    mine = None
    if isinstance(form, PersonForm) and isinstance(request.user, User):
        mine = JoiningRequest.objects.filter(group=group, email=request.user.email or "-").waiting().first()
    context = {"group": group, "welcome": welcome, "form": form, "mine": mine, **how_to_join(group, welcome)}
    return render(request, "joining/join.html", context, status=status)
