"""« Mes e-mails »: what one receives of a group, chosen when signed in, or by the link at the foot of a mail."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cabas.groups.access import GroupRequest, member_page
from cabas.groups.models import Group
from cabas.mail.choosing_link import LinkUnknown, chooser
from cabas.mail.forms import ChoicesForm
from cabas.mail.kinds import KINDS, Level, kind_of
from cabas.mail.preferences import Choice, choice_of, choose, stop
from cabas.people.models import User
from cabas.ui.toasts import toast

REFUSED = 422
STOP = {"stop", "List-Unsubscribe"}  # our button; what a mail program posts (RFC 8058)


@member_page
def choices(request: GroupRequest) -> HttpResponse:
    """What this person receives of the group. A POST changes it."""
    form = _form(request, request.user, request.group)
    if request.method == "POST" and form.is_valid():
        choose(request.user, request.group, form.cleaned_data["level"], is_daily=form.cleaned_data["is_daily"])
        toast(request, _("Vos e-mails sont réglés."))
        return redirect("mail:choices", slug=request.group.slug)
    return render(request, "mail/choices.html", _context(form), status=REFUSED if form.errors else 200)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def choices_by_link(request: HttpRequest, signed: str) -> HttpResponse:
    """The same without signing in, for whom a mail was written to. Looking stops nothing: only a POST does.

    The link itself says who acts, and mail programs post without having seen a page: no token is asked.
    """
    try:
        who = chooser(signed)
    except LinkUnknown:
        raise Http404 from None
    form, said, before = _form(request, who.person, who.group), "", None
    if request.method == "POST" and STOP & request.POST.keys():
        before = choice_of(who.person, who.group)
        after = stop(who.person, who.group, who.kind)
        before = before if before != after else None
        form, said = _fresh(who.person, who.group), _stopped(after)
    elif request.method == "POST" and form.is_valid():
        choose(who.person, who.group, form.cleaned_data["level"], is_daily=form.cleaned_data["is_daily"])
        form, said = _fresh(who.person, who.group), _("C’est fait\u202f: vos e-mails sont réglés.")
    wanted = choice_of(who.person, who.group).wants(who.kind)
    kind = kind_of(who.kind)
    context = _context(form) | {
        "of": who.group,
        "what": kind.what,
        "may_stop": kind.level != Level.MONEY and wanted,
        "is_always": kind.level == Level.MONEY,
        "said": said,
        "before": before,
    }
    return render(request, "mail/choices_by_link.html", context, status=REFUSED if form.errors else 200)


def _stopped(after: Choice) -> str:
    """Kinds are turned off by level: what else no longer comes is said too."""
    said = {"level": Level(after.level).label}
    return _("C’est fait\u202f: vous ne recevrez plus ces messages. Votre choix est «\u202f%(level)s\u202f».") % said


def _form(request: HttpRequest, person: User, group: Group) -> ChoicesForm:
    data = request.POST if request.method == "POST" and not STOP & request.POST.keys() else None
    return ChoicesForm(data, choice=choice_of(person, group))


def _fresh(person: User, group: Group) -> ChoicesForm:
    return ChoicesForm(choice=choice_of(person, group))


def _context(form: ChoicesForm) -> dict[str, Any]:
    return {"form": form, "levels": [(level.label, _kinds_of(level)) for level in Level]}


def _kinds_of(level: str) -> Sequence[Any]:
    """What receives only who asked for this level or more."""
    return [kind.what for kind in KINDS.values() if kind.level == level]
