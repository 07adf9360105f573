"""« Mes données »: what is known, in one click; and the way to have it erased."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cabas.clock import now, today
from cabas.households.my_data import archive
from cabas.people.models import User
from cabas.ui.lost_forms import signed_in_page


@require_safe
@signed_in_page
def my_data(request: HttpRequest) -> HttpResponse:
    """What the archive holds, and what may be done."""
    return render(request, "households/my_data.html")


@require_safe
@signed_in_page
def my_data_zip(request: HttpRequest) -> HttpResponse:
    """The archive."""
    content = archive(cast(User, request.user), at=now())
    headers = {"Content-Disposition": f'attachment; filename="mes-donnees-{today():%Y-%m-%d}.zip"'}
    return HttpResponse(content, content_type="application/zip", headers=headers | {"Cache-Control": "no-store"})
