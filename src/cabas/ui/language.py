"""Pages are in the language that who reads them chose, else in French; what a group keeps and sends is in French.

The choice is in the session of who signed in, in a cookie of the browser before. A browser's own preference is not
asked: the members of a French group read what their neighbours read until they choose otherwise.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

P = ParamSpec("P")
R = TypeVar("R")

IN_SESSION = "language"
OTHERS = {"fr": ("en", "English"), "en": ("fr", "Français")}


class Language:
    """Middleware: the answer is written in the reader's language, and says which it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(chosen(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        return response


def chosen(request: HttpRequest) -> str:
    """« fr » or « en »."""
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    session = request.session.get(IN_SESSION) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
    return next((language for language in (session, cookie) if language in OTHERS), settings.LANGUAGE_CODE)


def other_language() -> dict[str, str]:
    """The one that a page offers: its code, and its name in itself."""
    code, name = OTHERS[translation.get_language()]
    return {"code": code, "name": name}


def in_french(told: Callable[P, R]) -> Callable[P, R]:
    """What is mailed to a group's members, or kept on its accounts, is told in French whoever does the act."""

    @wraps(told)
    def in_the_language_of_groups(*args: P.args, **kwargs: P.kwargs) -> R:
        with translation.override(settings.LANGUAGE_CODE):
            return told(*args, **kwargs)

    return in_the_language_of_groups
