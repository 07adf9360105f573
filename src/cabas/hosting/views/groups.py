"""The groups of an installation: their numbers, their creation, their suspension; their money is not the host's."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cabas.clock import now
from cabas.groups.examples import real_groups
from cabas.groups.suspending import lift_suspension, suspend
from cabas.hosting.forms import SuspensionForm
from cabas.hosting.listing import groups_listed, totals
from cabas.hosting.views._access import HostRequest, host_page
from cabas.ui.toasts import toast

REFUSED = 422


@require_safe
@host_page
def host_groups(request: HostRequest) -> HttpResponse:
    """All of them, by name."""
    groups = list(groups_listed(at=now()))
    return render(request, "hosting/groups.html", {"groups": groups, "totals": totals(groups)})


@host_page
def suspension(request: HostRequest, number: int) -> HttpResponse:
    """GET whether the group is suspended, and why; POST suspends it, says it otherwise, or lifts it (`lift`)."""
    group = get_object_or_404(real_groups(), pk=number)
    if request.method == "POST" and "lift" in request.POST:
        lift_suspension(group)
        toast(request, _("«\u202f%(name)s\u202f» est rouvert.") % {"name": group.name})
        return redirect("host_groups")
    said = {"why": group.suspended_why, "moved_to": group.moved_to}
    form = SuspensionForm(request.POST if request.method == "POST" else None, initial=said)
    if form.is_bound and form.is_valid():
        suspend(group, **form.cleaned_data, at=now())
        toast(
            request, _("«\u202f%(name)s\u202f» est suspendu\u202f: ses membres lisent pourquoi.") % {"name": group.name}
        )
        return redirect("host_groups")
    status = REFUSED if form.errors else HttpResponse.status_code
    return render(request, "hosting/suspension.html", {"form": form, "suspended": group}, status=status)
