"""An error page says first that nothing was recorded, then what to do; it needs neither the database nor a session."""

import logging
import secrets
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

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


def say_not_allowed(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: who opens the address of an act, as a phone does that closed its page, finds the way back."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET":
            response.content = render_to_string("ui/errors/405.html", {"page_url": _page_above(request.path)}).encode()
        return response

    return answer


def _page_above(path: str) -> str:
    """An act stands below the page that has its button: « …/10/cloture/ » below « …/10/ »."""
    above = path.rstrip("/").rpartition("/")[0] + "/"
    try:
        resolve(above)
    except Resolver404:
        return "/"
    return above


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
