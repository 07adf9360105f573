"""An error page says first that nothing was recorded, then what to do; it needs neither the database nor a session."""

import logging
import secrets

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from cabas.ui import lost_forms

log = logging.getLogger(__name__)

LAST_RESORT = (
    '<!doctype html><html lang="fr"><meta charset="utf-8"><title>Cabas</title>'
    "<p>Rien n’a été enregistré. Réessayez dans quelques minutes.</p></html>"
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page("ui/errors/400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page("ui/errors/403.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page("ui/errors/404.html", 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open since before the last sign-in, or cookies are refused: what was typed is given back."""
    referrer = request.headers.get("Referer", "")
    page, is_kept = (referrer, False) if lost_forms.is_ours(request, referrer) else ("/", False)
    if lost_forms.is_from_our_page(request) and hasattr(request, "session"):
        try:
            page, is_kept = lost_forms.keep(request), True
        except DatabaseError:
            log.warning("What was typed at %s could not be kept", request.path, exc_info=True)
    return _page("ui/errors/csrf.html", 403, retry_url=page, is_kept=is_kept)


def server_error(request: HttpRequest) -> HttpResponse:
    """With a reference that people can read out, and that stands in the log."""
    reference = secrets.token_hex(2).upper()
    log.error("Reference %s: %s %s failed", reference, request.method, request.path, exc_info=True)
    try:
        return _page("ui/errors/500.html", 500, reference=reference)
    except Exception:  # whatever is broken, people get an answer
        log.exception("Reference %s: the error page failed too", reference)
        return HttpResponse(LAST_RESORT, status=500)


def _page(template: str, status: int, **context: str | bool) -> HttpResponse:
    return HttpResponse(render_to_string(template, context), status=status)
