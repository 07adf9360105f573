"""The pages of a host are found by hosts only."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponseBase

from cabas.people.models import User
from cabas.ui.lost_forms import ask_to_sign_in


class HostRequest(HttpRequest):
    """A request by somebody who hosts the installation."""

    user: User


def host_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For hosts: somebody who is not one finds nothing (404)."""

    @wraps(view)
    def page(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        if not request.user.is_host:
            raise Http404
        return view(cast(HostRequest, request), **kwargs)

    return page
