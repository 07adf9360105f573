"""A host makes a group of examples, puts it back as on the first day, or erases it; it is found by them alone."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.examples.making import make_example, remake_example
from cabas.examples.models import Example
from cabas.examples.removing import remove_example
from cabas.hosting.views._access import HostRequest, host_page
from cabas.people.models import User
from cabas.ui.lost_forms import ask_to_sign_in
from cabas.ui.toasts import toast


@require_POST
@host_page
def making(request: HostRequest) -> HttpResponse:
    """Make it, or find it again, and lead there."""
    group = make_example(by=request.user, at=now())
    toast(request, _("Voici votre groupe d’exemple\u202f: essayez tout, rien n’en sort."))
    return redirect("dashboards:home", slug=group.slug)


@host_page
def reset(request: HostRequest) -> HttpResponse:
    """GET asks; POST puts everything back around today."""
    example = _own(request)
    if request.method != "POST":
        return render(request, "examples/reset.html", {"example": example})
    group = remake_example(by=request.user, at=now())
    toast(request, _("Les données d’exemple sont comme au premier jour."))
    return redirect("dashboards:home", slug=group.slug)


def erasing(request: HttpRequest) -> HttpResponse:
    """GET asks; POST erases. Who hosts no more may still erase what they made."""
    if not request.user.is_authenticated:
        return cast(HttpResponse, ask_to_sign_in(request))
    return _erase(request, _own(request))


@host_page
def erasing_of(request: HostRequest, number: int) -> HttpResponse:
    """The same of what another host has left."""
    return _erase(request, get_object_or_404(Example.objects.select_related("group", "made_by"), pk=number))


def _erase(request: HttpRequest, example: Example) -> HttpResponse:
    is_own = example.made_by_id == request.user.pk
    if request.method != "POST":
        return render(request, "examples/erasing.html", {"example": example, "is_own": is_own})
    remove_example(example)
    toast(request, _("Le groupe d’exemple et ses membres inventés sont effacés."))
    if not is_own:
        return redirect("host_groups")
    return redirect("new_group" if cast(User, request.user).is_host else "my_groups")


def _own(request: HttpRequest) -> Example:
    """Raises Http404 where this person made none."""
    found = Example.objects.filter(made_by=cast(User, request.user)).select_related("group").first()
    if found is None:
        raise Http404
    return found
