"""« Par quoi commencer ? »: a host tries, creates a group, or brings one; three questions, then its list."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cabas.clock import now
from cabas.hosting.founding import SlugRefused
from cabas.hosting.views._access import HostRequest, host_page
from cabas.starting.beginning import begin
from cabas.starting.forms import GroupForm
from cabas.starting.models import Way
from cabas.ui.toasts import toast

REFUSED = 422


@host_page
def ways(request: HostRequest) -> HttpResponse:
    """The three ways, and where each leads."""
    return render(request, "starting/ways.html")


@host_page
def questions(request: HostRequest, way: Way) -> HttpResponse:
    """GET the three questions; POST founds the group, and leads to its list."""
    form = GroupForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            group = begin(form.group, way, form.weekly, by=request.user, at=now(), is_disposable=settings.IS_DEMO)
        except SlugRefused as refusal:
            form.add_error("slug", str(refusal))
        else:
            done = _("«\u202f%(name)s\u202f» est créé\u202f; vous en êtes le membre n°\u00a01.")
            toast(request, done % {"name": group.name})
            return redirect("starting:first_steps", slug=group.slug)
    status = REFUSED if form.errors else HttpResponse.status_code
    context = {"form": form, "way": way, "comes_from_cagette": way == Way.CAGETTE}
    return render(request, "starting/questions.html", context, status=status)
