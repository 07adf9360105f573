"""« Premiers pas »: what is to be set up in a group, line by line, until it is put away."""

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cabas.clock import today
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.starting.beginning import put_away, say_no_balances, take_out
from cabas.starting.models import Way
from cabas.starting.steps import steps_of
from cabas.ui.toasts import toast


@group_page(Right.SET_GROUP)
def first_steps(request: GroupRequest) -> HttpResponse:
    """GET the list; POST puts it away or takes it out, or says that there is no balance to take over."""
    if request.method == "POST":
        return _say(request)
    steps = steps_of(request.group, request.rights, on=today())
    context = {"steps": steps, "comes_from_cagette": steps.facts.way == Way.CAGETTE}
    return render(request, "starting/first_steps.html", context)


def _say(request: GroupRequest) -> HttpResponse:
    group, said = request.group, request.POST.get("say", "")
    if said == "put-away":
        put_away(group)
        toast(request, _("Rangé\u202f: vous retrouverez vos premiers pas dans les réglages."))
        return redirect("dashboards:dashboard", slug=group.slug)
    if said == "take-out":
        take_out(group)
    elif said in ("no-balances", "some-balances"):
        say_no_balances(group, has_none=said == "no-balances")
    else:
        raise BadRequest("no such thing is said here")
    return redirect("starting:first_steps", slug=group.slug)
