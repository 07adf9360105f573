"""A host founds a group, and comes to it as its first member."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cabas.clock import now
from cabas.hosting.forms import GroupForm
from cabas.hosting.founding import SlugRefused, found_whole_group
from cabas.hosting.views._access import HostRequest, host_page
from cabas.ui.toasts import toast

REFUSED = 422


@host_page
def new_group(request: HostRequest) -> HttpResponse:
    """GET the form; POST founds."""
    form = GroupForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            group = found_whole_group(form.group, by=request.user, at=now(), is_disposable=settings.IS_DEMO)
        except SlugRefused as refusal:
            form.add_error("slug", str(refusal))
        else:
            toast(
                request,
                _("«\u202f%(name)s\u202f» est créé\u202f; vous en êtes le membre n°\u00a01.") % {"name": group.name},
            )
            return redirect("dashboards:home", slug=group.slug)
    status = REFUSED if form.errors else HttpResponse.status_code
    return render(request, "hosting/new_group.html", {"form": form}, status=status)
