"""From an account, « Soldes » leads back to the list as it was filtered: the browser keeps the filters while open."""

from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cabas.groups.models import Group
from cabas.treasury.filters import Filters

COOKIE = "soldes"


def remember(request: HttpRequest, response: HttpResponse, group: Group, filters: Filters) -> None:
    """Keep these filters for the way back; nothing is kept where nothing is filtered."""
    kept, path = filters.query.removeprefix("?"), _address(group)
    if kept == request.COOKIES.get(COOKIE, ""):
        return
    if kept:
        response.set_cookie(COOKIE, kept, path=path, httponly=True, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(COOKIE, path=path, samesite="Lax")


def balances_address(request: HttpRequest, group: Group) -> str:
    """The list of balances as it was seen last, read as carefully as any address."""
    filters = Filters.of(dict(parse_qsl(request.COOKIES.get(COOKIE, ""))))
    return _address(group) + (filters.query if filters.said else "")


def _address(group: Group) -> str:
    return reverse("treasury:balances", kwargs={"slug": group.slug})
