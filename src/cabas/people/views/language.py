"""The language in which one reads: kept for the browser, and for the person who signed in."""

from typing import cast

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from cabas.people.models import User
from cabas.ui.language import IN_SESSION, OTHERS

A_YEAR = 365 * 24 * 3600


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Take the language that was tapped, and go back to the page; anything else changes nothing."""
    page = request.POST.get("back", "")
    is_ours = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    response = redirect(page if is_ours else "/")
    taken = request.POST.get("language")
    if taken in OTHERS:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, taken, max_age=A_YEAR, samesite="Lax")
        if request.user.is_authenticated:
            request.session[IN_SESSION] = taken
            User.objects.filter(pk=request.user.pk).update(language=taken)
    return response


@receiver(user_logged_in)
def _take_up(request: HttpRequest, user: object, **_kwargs: object) -> None:
    """Signing in anywhere, one finds the language of one's last choice."""
    if taken := cast(User, user).language:
        request.session[IN_SESSION] = taken
