"""Who was on duty how often in the last 12 months, on a page and in a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cabas.clock import now, today
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ui.downloads import csv_file
from cabas.volunteering.participation import participation_file, participation_of


@require_safe
@group_page(Right.PLAN)
def participation(request: GroupRequest) -> HttpResponse:
    """Those who did least first."""
    found = participation_of(request.group, at=now())
    context = {"people": found, "total": sum(each.done for each in found)}
    return render(request, "volunteering/participation.html", context)


@require_safe
@group_page(Right.PLAN)
def participation_csv(request: GroupRequest) -> HttpResponse:
    name = _("permanences %(group)s %(day)s") % {"group": request.group.name, "day": today().isoformat()}
    return csv_file(name, participation_file(request.group, at=now()))
