"""The filters of the list of balances, kept by the browser that was shown it."""

from django.http import HttpResponse

from cabas.groups.access import GroupRequest
from cabas.treasury.filters import Filters
from cabas.treasury.way_back import COOKIE, balances_address


def remember(request: GroupRequest, answer: HttpResponse, filters: Filters) -> None:
    """Only the addresses below the list see them; nothing is kept where nothing is filtered."""
    kept, path = filters.query.removeprefix("?"), balances_address(request.group)
    if kept == request.COOKIES.get(COOKIE, ""):
        return
    if kept:
        answer.set_cookie(COOKIE, kept, path=path, httponly=True, samesite="Lax", secure=request.is_secure())
    else:
        answer.delete_cookie(COOKIE, path=path, samesite="Lax")


def list_address(request: GroupRequest) -> str:
    """The list of balances as this browser saw it last."""
    return balances_address(request.group, request.COOKIES.get(COOKIE, ""))
