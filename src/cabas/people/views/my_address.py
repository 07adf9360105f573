"""One's own e-mail address: a new one, the code that comes to it, then the change."""

import logging
from dataclasses import asdict, replace
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cabas.people.changing_email import (
    Change,
    CodeOver,
    CodeRefused,
    EmailTaken,
    InventedPerson,
    SameEmail,
    begin,
    require_code,
    take_address,
)
from cabas.people.forms import NewAddressCodeForm, NewAddressForm
from cabas.people.models import User
from cabas.ui.lost_forms import signed_in_page
from cabas.ui.toasts import alert, toast

log = logging.getLogger(__name__)

REFUSED = 422
IN_SESSION = "change_of_email"


@signed_in_page
def my_address(request: HttpRequest) -> HttpResponse:
    """GET the form; POST sends a code to the new address."""
    form = NewAddressForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if refusal := _send_code(request, form.cleaned_data["email"]):
            form.add_error("email", refusal)
        else:
            return redirect("my_address_code")
    return _page(request, "people/my_address.html", form)


def _send_code(request: HttpRequest, email: str) -> str:
    """Why no code left, empty when it did."""
    person = cast(User, request.user)
    code = get_adapter().generate_login_code()
    try:
        change = begin(person, email, code)
    except (SameEmail, InventedPerson) as refusal:
        return str(refusal)
    if not ratelimit.consume(request, action="change_email"):
        return _("Trop de demandes à la suite. Attendez quelques minutes, puis recommencez.")
    try:
        get_adapter().send_mail("account/email/new_address", change.email, {"code": code, "person": person})
    except OSError:
        log.exception("The code could not be sent")
        return _("Le message n’a pas pu partir. Vérifiez l’adresse, ou réessayez dans quelques minutes.")
    request.session[IN_SESSION] = asdict(change)
    return ""


@signed_in_page
def confirm(request: HttpRequest) -> HttpResponse:
    """GET asks the code; POST changes the address. A wrong code counts."""
    if IN_SESSION not in request.session:
        return redirect("my_address")
    change = Change(**request.session[IN_SESSION])
    form = NewAddressCodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            require_code(change, form.cleaned_data["code"])
            return _changed(request, change)
        except CodeRefused as refusal:
            request.session[IN_SESSION] = asdict(replace(change, tries=change.tries + 1))
            form.add_error("code", str(refusal))
        except (CodeOver, EmailTaken) as refusal:
            del request.session[IN_SESSION]
            alert(request, str(refusal))
            return redirect("my_address")
    return _page(request, "people/my_address_code.html", form, email=change.email)


def _changed(request: HttpRequest, change: Change) -> HttpResponse:
    person = cast(User, request.user)
    old = person.email
    take_address(person, change)
    del request.session[IN_SESSION]
    if old:
        _tell_old_address(old, person)
    toast(request, _("Votre adresse est maintenant %(email)s.") % {"email": change.email})
    return redirect("/")


def _tell_old_address(old: str, person: User) -> None:
    try:
        get_adapter().send_mail("account/email/address_changed", old, {"person": person})
    except OSError:  # the change stands: the mail server's rest must not bring the old address back
        log.exception("The old address of person %s could not be told", person.pk)


def _page(request: HttpRequest, template: str, form: Any, **more: Any) -> HttpResponse:
    status = REFUSED if form.errors else HttpResponse.status_code
    return render(request, template, {"form": form, **more}, status=status)
