"""The day volunteers of a stand: a coordinator gives each a link, mails it, takes it back."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.distributions.models import Distribution
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.people.models import User
from cabas.stand.day_passes import NotAMember, give_pass, revoke_pass
from cabas.stand.models import DayPass
from cabas.stand.pass_mail import NoAddress, link_of, mail_pass
from cabas.ui.elision import of
from cabas.ui.formats import day_long
from cabas.ui.toasts import alert, toast

FOUND_MAX = 12
SOUGHT_MAX = 80
REFUSED = 422


@group_page(Right.GIVE_PASSES)
def passes(request: GroupRequest, number: int) -> HttpResponse:
    """Who holds a link, and whom one can be given. A POST gives `person` one, which replaces theirs."""
    evening = _evening(request, number)
    if request.method != "POST":
        return _page(request, evening)
    sent = request.POST.get("person", "")
    person = User.objects.filter(pk=int(sent) if sent.isdecimal() and len(sent) <= 18 else 0).first()
    try:
        if person is None:
            raise NotAMember
        give_pass(evening, person, by=request.user, at=now())
    except NotAMember as refusal:
        return _page(request, evening, str(refusal), REFUSED)
    said = {"name": person.full_name, "day": day_long(evening.day)}
    toast(request, _("%(name)s a un lien pour le stand du %(day)s.") % said)
    return _back(request, number)


@require_POST
@group_page(Right.GIVE_PASSES)
def pass_mail(request: GroupRequest, number: int, day_pass: int) -> HttpResponse:
    """Send the link to the person it is signed as."""
    here = _standing(request, number, day_pass)
    try:
        mail_pass(here, origin=request.build_absolute_uri("/").rstrip("/"), at=now())
    except NoAddress as refusal:
        alert(request, str(refusal))
    else:
        toast(request, _("Lien envoyé à %(name)s.") % {"name": here.person.full_name})
    return _back(request, number)


@require_POST
@group_page(Right.GIVE_PASSES)
def pass_revoking(request: GroupRequest, number: int, day_pass: int) -> HttpResponse:
    """Nobody stands at the stand with this link any more."""
    here = _standing(request, number, day_pass)
    revoke_pass(here, by=request.user, at=now())
    toast(request, _("Le lien %(of_name)s n’ouvre plus rien.") % {"of_name": of(here.person.full_name)})
    return _back(request, number)


def _evening(request: GroupRequest, number: int) -> Distribution:
    return get_object_or_404(request.group.distributions, number=number)


def _of_evening(request: GroupRequest, number: int) -> "QuerySet[DayPass]":
    passes = DayPass.objects.standing().filter(group=request.group, distribution__number=number)
    return passes.select_related("person", "group", "distribution__place").order_by("pk")


def _standing(request: GroupRequest, number: int, day_pass: int) -> DayPass:
    return get_object_or_404(_of_evening(request, number), pk=day_pass)


def _page(request: GroupRequest, evening: Distribution, refusal: str = "", status: int = 200) -> HttpResponse:
    sought = request.GET.get("q", "").strip()[:SOUGHT_MAX]
    people = User.objects.filter(households__group=request.group, households__membership__left_on__isnull=True)
    given = [(each, request.build_absolute_uri(link_of(each))) for each in _of_evening(request, evening.number)]
    context = {
        "distribution": evening,
        "given": given,
        "sought": sought,
        "found": people.matching(sought).by_name()[:FOUND_MAX] if sought else [],
        "refusal": refusal,
    }
    return render(request, "stand/passes.html", context, status=status)


def _back(request: GroupRequest, number: int) -> HttpResponse:
    return redirect("stand:passes", slug=request.group.slug, number=number)
