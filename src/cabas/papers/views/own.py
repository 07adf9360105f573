"""A household reads, keeps and has itself sent its receipts and its yearly statements."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.groups.access import GroupRequest, member_page
from cabas.papers.views._papers import (
    Frame,
    give_receipt,
    give_statement,
    send_receipt,
    send_statement,
    show_receipt,
    show_statement,
)


@member_page
def receipt(request: GroupRequest, operation: int) -> HttpResponse:
    """One's own only: the receipt of somebody else is not found."""
    frame = _frame(request, "receipt", operation=operation)
    return show_receipt(request, request.member, operation, frame)


@member_page
def receipt_file(request: GroupRequest, operation: int) -> HttpResponse:
    return give_receipt(request.member, operation)


@require_POST
@member_page
def receipt_mail(request: GroupRequest, operation: int) -> HttpResponse:
    """To whoever asks, not to the other adult."""
    to = _address(request, "receipt", operation=operation)
    return send_receipt(request, request.member, operation, to, only=request.user)


@member_page
def statement(request: GroupRequest) -> HttpResponse:
    return show_statement(request, request.member, _frame(request, "statement"))


@member_page
def statement_file(request: GroupRequest) -> HttpResponse:
    return give_statement(request, request.member)


@require_POST
@member_page
def statement_mail(request: GroupRequest) -> HttpResponse:
    """To whoever asks, not to the other adult."""
    return send_statement(request, request.member, _address(request, "statement"), only=request.user)


def _frame(request: GroupRequest, name: str, **names: int) -> Frame:
    return Frame(
        back=reverse("distributions:account", kwargs={"slug": request.group.slug}),
        back_label=_("Mon compte"),
        file=_address(request, f"{name}_pdf", **names),
        mail=_address(request, f"{name}_mail", **names) if request.user.email else "",
        mail_label=_("M’envoyer par e-mail"),
    )


def _address(request: GroupRequest, name: str, **names: int) -> str:
    return reverse(f"papers:{name}", kwargs={"slug": request.group.slug, **names})
