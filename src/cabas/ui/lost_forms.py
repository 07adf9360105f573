"""A form sent after the session was lost is kept an hour in the new one, to be given back; it is never sent by itself.

No password and no code is kept, no file can be: the page says so.
"""

import re
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from allauth.core import ratelimit
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

PARAMETER = "reprise"
IN_SESSION = "lost_forms"
KEPT_SECONDS = 60 * 60
KEPT_MAX = 3
SIZE_MAX = 64_000  # characters of all values together: a pasted list of some hundred members
SECRET = re.compile(r"password|^code$|csrf|token", re.IGNORECASE)


@dataclass(frozen=True)
class LostForm:
    """What was typed for the address `path`. `is_too_long`: nothing of it could be kept."""

    path: str
    values: dict[str, list[str]]
    files: list[str] = field(default_factory=list)
    is_too_long: bool = False


def ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Sign in first, then come back: to this page, or to the one whose form was sent, with what was typed there."""
    is_form = request.method == "POST"
    back = keep(request) if is_form else request.get_full_path()
    if request.headers.get("HX-Request"):  # htmx would show the sign-in page inside this one
        return HttpResponseClientRedirect(redirect_to_login(back if is_form else _page_of(request)).url)
    return redirect_to_login(back)


def signed_in_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of anybody who is signed in."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if request.user.is_authenticated else ask_to_sign_in(request)

    return page


def keep(request: HttpRequest) -> str:
    """Keep what this request posts. Returns the address of the page that gives it back: the one it was typed in."""
    page = _page_of(request)
    if not ratelimit.consume(request, action="keep_lost_form"):
        return page
    token = secrets.token_urlsafe(16)
    others = list(_fresh(request).items())[1 - KEPT_MAX :]
    request.session[IN_SESSION] = dict(others) | {token: {"at": time.time(), "form": asdict(_typed(request))}}
    path, _question, query = page.partition("?")
    return f"{path}?{urlencode([*_without_parameter(query), (PARAMETER, token)])}"


def kept(request: HttpRequest) -> LostForm | None:
    """What this request asks to be given back, unless an hour has passed or it was in another browser."""
    found = _fresh(request).get(request.GET.get(PARAMETER, ""))
    return LostForm(**found["form"]) if found else None


def forget(request: HttpRequest) -> None:
    """What was kept for this address has been sent."""
    fresh = _fresh(request)
    left = {token: each for token, each in fresh.items() if each["form"]["path"] != request.path}
    if len(left) < len(fresh):
        request.session[IN_SESSION] = left


def _fresh(request: HttpRequest) -> dict[str, Any]:
    since = time.time() - KEPT_SECONDS
    return {token: each for token, each in request.session.get(IN_SESSION, {}).items() if each["at"] > since}


def _typed(request: HttpRequest) -> LostForm:
    values = {name: typed for name, typed in request.POST.lists() if not SECRET.search(name)}
    if sum(len(name) + sum(map(len, typed)) for name, typed in values.items()) > SIZE_MAX:
        return LostForm(request.path, {}, is_too_long=True)
    return LostForm(request.path, values, [name for name, file in request.FILES.items() if file])


def _page_of(request: HttpRequest) -> str:
    """The page that held the form, as the browser says; else the address itself."""
    said = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not is_ours(request, said):
        return request.get_full_path()
    parts = urlsplit(said)
    query = urlencode(_without_parameter(parts.query))
    return f"{parts.path or '/'}{'?' if query else ''}{query}"


def is_ours(request: HttpRequest, url: str) -> bool:
    """Is this the absolute address of one of our own pages?"""
    return bool(urlsplit(url).netloc) and url_has_allowed_host_and_scheme(url, {request.get_host()})


def is_from_our_page(request: HttpRequest) -> bool:
    """Does the browser say that one of our pages sent this? What another site posted is never given back."""
    said = [request.headers[name] for name in ("Origin", "Referer") if name in request.headers]
    return bool(said) and all(is_ours(request, url) for url in said)


def _without_parameter(query: str) -> list[tuple[str, str]]:
    return [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != PARAMETER]
