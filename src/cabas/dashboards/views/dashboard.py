"""« Tableau de bord »: what is to do in the group today, for whoever manages something there."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cabas.clock import now
from cabas.dashboards.to_do import OPENED_BY, Task, to_do
from cabas.distributions.views._gauge import Gauge
from cabas.groups.access import GroupRequest, group_page


@require_safe
@group_page(*OPENED_BY)
def dashboard(request: GroupRequest) -> HttpResponse:
    tasks = [(task, _gauge(task)) for task in to_do(request.group, request.rights, at=now())]
    return render(request, "dashboards/dashboard.html", {"tasks": tasks})


def _gauge(task: Task) -> Gauge | None:
    return Gauge(task.served, 0, task.total) if task.total else None
