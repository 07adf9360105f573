"""The page of a host: where Cabas answers, what it keeps, its groups, and whether mail leaves."""

from allauth.core import ratelimit
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cabas.clock import now
from cabas.groups.examples import real_groups
from cabas.hosting.facts import facts
from cabas.hosting.trying_mail import Refusal, send_test
from cabas.hosting.views._access import HostRequest, host_page
from cabas.mail.trying_again import try_again
from cabas.ui.toasts import toast

REFUSED, TOO_MANY = 422, 429


@require_safe
@host_page
def installation(request: HostRequest) -> HttpResponse:
    return _page(request)


@require_POST
@host_page
def test_mail(request: HostRequest) -> HttpResponse:
    """Send a test to the host's own address, and say what the mail server answered."""
    if not request.user.email:
        return _page(request, Refusal(_("Vous n’avez pas d’adresse e-mail."), ""), REFUSED)
    if not ratelimit.consume(request, action="test_mail"):
        return _page(request, Refusal(_("Trop d’essais à la suite\u202f: attendez une minute."), ""), TOO_MANY)
    refusal = send_test(request.user.email)
    if refusal:
        return _page(request, refusal, REFUSED)
    taken = _("Le serveur a pris le message pour %(email)s.") % {"email": request.user.email}
    toast(request, f"{taken} {_leaving(try_again(at=now()))}".strip())
    return redirect("installation")


def _leaving(count: int) -> str:
    """What waited for the server."""
    if not count:
        return ""
    said = ngettext(
        "%(count)s e-mail qui n’était pas parti repart.", "%(count)s e-mails qui n’étaient pas partis repartent.", count
    )
    return said % {"count": count}


def _page(request: HostRequest, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    groups = real_groups().order_by("name")
    context = {"facts": facts(), "groups": groups, "refusal": refusal}
    return render(request, "hosting/installation.html", context, status=status)
