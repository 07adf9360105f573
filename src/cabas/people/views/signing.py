"""Signing in and out: the library's acts behind our addresses, our words and our pages."""

import logging
import time
from typing import Any, cast

from allauth.account import views as library
from allauth.account.authentication import get_authentication_records
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from cabas.people.forms import PasswordForm, RequestCodeForm
from cabas.people.models import User
from cabas.ui.lost_forms import signed_in_page
from cabas.ui.toasts import toast

log = logging.getLogger(__name__)

REFUSED = 422
FRESH_CODE_SECONDS = 15 * 60


class _AnswersRefusals:
    """A form that is refused is shown again with the status that says so."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == HttpResponse.status_code:
            response.status_code = REFUSED
        return response


class SignInView(_AnswersRefusals, library.LoginView):  # type: ignore[misc]
    """The page shows both ways: a code by e-mail, or a password."""

    template_name = "people/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"code_form": RequestCodeForm(auto_id="code_%s")}


class RequestCodeView(_AnswersRefusals, library.RequestLoginCodeView):  # type: ignore[misc]
    template_name = "people/request_code.html"

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except OSError:
            log.exception("The code could not be sent")
            form.add_error(None, _("Le message n’a pas pu partir. Réessayez dans quelques minutes."))
            return self.form_invalid(form)
        return response


class ForgottenPasswordView(RequestCodeView):
    """A code by e-mail, then a new password: whether an address is known is not said here either."""

    template_name = "people/forgotten.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"redirect_field_value": reverse("account_set_password")}


class ConfirmCodeView(_AnswersRefusals, library.ConfirmLoginCodeView):  # type: ignore[misc]
    template_name = "people/confirm_code.html"


class SignOutView(library.LogoutView):  # type: ignore[misc]
    """Opening the address asks; sending the form signs out."""

    template_name = "people/sign_out.html"


@sensitive_post_parameters()
@signed_in_page
def password(request: HttpRequest) -> HttpResponse:
    """Choose or change one's password. Signing in again by a code replaces a forgotten one."""
    person = cast(User, request.user)
    asks_old = person.has_usable_password() and not _has_just_typed_a_code(request)
    form = PasswordForm(request.POST or None, person=person, asks_old=asks_old)
    if request.method == "POST" and form.is_valid():
        person.set_password(form.cleaned_data["new_password"])
        person.save(update_fields=["password"])
        update_session_auth_hash(request, person)
        toast(request, _("Mot de passe enregistré."))
        return redirect("/")
    status = REFUSED if form.errors else HttpResponse.status_code
    return render(request, "people/password.html", {"form": form, "asks_old": asks_old}, status=status)


def _has_just_typed_a_code(request: HttpRequest) -> bool:
    codes = [record["at"] for record in get_authentication_records(request, request.user) if record["method"] == "code"]
    return bool(codes) and time.time() - codes[-1] < FRESH_CODE_SECONDS
