"""The treasury reads the receipts and the yearly statements of one member, and has them sent to that household."""

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.groups.access import GroupRequest, group_page
from cabas.groups.models import Adult, Membership
from cabas.groups.rights import Right
from cabas.papers.views._papers import (
    Frame,
    give_receipt,
    give_statement,
    send_receipt,
    send_statement,
    show_receipt,
    show_statement,
)
from cabas.treasury.views._member import Opened, opened_or_404


@group_page(Right.READ_ACCOUNTS)
def receipt(request: GroupRequest, number: int, operation: int) -> HttpResponse:
    opened = opened_or_404(request, number)
    frame = _frame(request, opened, "receipt", operation=operation)
    return show_receipt(request, _household(opened), operation, frame)


@group_page(Right.READ_ACCOUNTS)
def receipt_file(request: GroupRequest, number: int, operation: int) -> HttpResponse:
    return give_receipt(_household(opened_or_404(request, number)), operation)


@require_POST
@group_page(Right.KEEP_ACCOUNTS)
def receipt_mail(request: GroupRequest, number: int, operation: int) -> HttpResponse:
    """To every adult of the household."""
    opened = opened_or_404(request, number)
    to = _address(request, opened, "receipt", operation=operation)
    return send_receipt(request, _household(opened), operation, to, only=None)


@group_page(Right.READ_ACCOUNTS)
def statement(request: GroupRequest, number: int) -> HttpResponse:
    opened = opened_or_404(request, number)
    return show_statement(request, _household(opened), _frame(request, opened, "statement"))


@group_page(Right.READ_ACCOUNTS)
def statement_file(request: GroupRequest, number: int) -> HttpResponse:
    return give_statement(request, _household(opened_or_404(request, number)))


@require_POST
@group_page(Right.KEEP_ACCOUNTS)
def statement_mail(request: GroupRequest, number: int) -> HttpResponse:
    """To every adult of the household."""
    opened = opened_or_404(request, number)
    return send_statement(request, _household(opened), _address(request, opened, "statement"), only=None)


def _household(opened: Opened) -> Membership:
    """The member, as fetched `with_people`: one statement more."""
    prefetch_related_objects([opened.member], Prefetch("adults", Adult.objects.select_related("person")))
    return opened.member


def _frame(request: GroupRequest, opened: Opened, name: str, **names: int) -> Frame:
    may_send = Right.KEEP_ACCOUNTS in request.rights and any(person.email for person in opened.people)
    return Frame(
        back=_address(request, opened, "account"),
        back_label=opened.full_name,
        file=_address(request, opened, f"{name}_pdf", **names),
        mail=_address(request, opened, f"{name}_mail", **names) if may_send else "",
        mail_label=_("Envoyer au membre"),
    )


def _address(request: GroupRequest, opened: Opened, name: str, **names: int) -> str:
    place = {"slug": request.group.slug, "number": opened.member.number}
    return reverse(f"treasury:{name}", kwargs={**place, **names})
