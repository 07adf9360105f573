"""The stand of an evening on a phone's home screen: its manifest, and the worker that opens it without network."""

from functools import cache
from pathlib import Path

from django.apps import apps
from django.http import HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cabas.groups.access import GroupRequest
from cabas.stand.access import stand_page
from cabas.stand.views._page import distribution_or_404
from cabas.ui import formats

GREEN, PAPER = "#1E6B45", "#FBFAF6"
SIZES = (192, 512)


@require_safe
@stand_page
def worker(request: GroupRequest, number: int) -> HttpResponse:
    """The same for every stand, and its scope is this one."""
    distribution_or_404(request, number)
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    response.headers["Service-Worker-Allowed"] = _here(request, number)
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
@stand_page
def manifest(request: GroupRequest, number: int) -> HttpResponse:
    distribution = distribution_or_404(request, number)
    here = _here(request, number)
    name = _("Stand, %(day)s") % {"day": formats.day_short(distribution.day)}
    content = {
        "id": here,
        "name": f"{name} · {request.group.name}",
        "short_name": name,
        "lang": "fr",
        "start_url": here,
        "scope": here,
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": GREEN,
        "icons": [_icon(size, purpose) for size in SIZES for purpose in ("any", "maskable")],
    }
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    response.headers["Content-Type"] = "application/manifest+json"
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _here(request: GroupRequest, number: int) -> str:
    return reverse("stand:stand", kwargs={"slug": request.group.slug, "number": number})


def _icon(size: int, purpose: str) -> dict[str, str]:
    source = static(f"stand/icon-{size}.png")
    return {"src": source, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


@cache
def _worker() -> str:
    return (Path(apps.get_app_config("stand").path) / "static/stand/worker.js").read_text()
