"""A page asked for with `?reprise=` shows the lost form filled as it was typed, and says so; a person then sends it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from cabas.ui import lost_forms
from cabas.ui.lost_forms import LostForm
from cabas.ui.refilling import Refilled, refill


class GiveBack:
    """Middleware: only a GET is answered otherwise than by its view, so that nothing is ever done twice."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code == 302 and request.user.is_authenticated:
            lost_forms.forget(request)
        if request.method == "GET" and lost_forms.PARAMETER in request.GET and _is_page(response):
            lost = lost_forms.kept(request)
            if lost is not None:
                _give_back(request, response, lost)
        return response


def _is_page(response: HttpResponse) -> bool:
    return not response.streaming and response.get("Content-Type", "").startswith("text/html")


def _give_back(request: HttpRequest, response: HttpResponse, lost: LostForm) -> None:
    page = refill(response.content.decode(), lost.values, to=lost.path, at=request.path)
    notice = render_to_string("ui/_given_back.html", _said(page, lost), request)
    response.content = page.with_notice(notice)
    add_never_cache_headers(response)


def _said(page: Refilled, lost: LostForm) -> dict[str, object]:
    return {"is_filled": page.is_filled, "left_over": page.left_over, "lost": lost}
