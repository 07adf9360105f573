"""Every mail that was written can be read again: by its household, and by those who may read the mails of the group."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from cabas.groups.access import GroupRequest, group_page, member_page
from cabas.groups.rights import Right
from cabas.groups.seeking import households_sought
from cabas.mail.models import OutgoingMail

PER_PAGE = 30
ID_DIGITS_MAX = 18


@member_page
def mine(request: GroupRequest) -> HttpResponse:
    """What was written to the household, newest first."""
    mails = OutgoingMail.objects.filter(membership=request.member)
    context = _page(request, mails) | {"shows_to": len(request.member.people) > 1}
    return render(request, "mail/mine.html", context)


@group_page(Right.READ_MAIL)
def outbox(request: GroupRequest) -> HttpResponse:
    """What was written to anybody of the group, sought by member, newest first."""
    sought = request.GET.get("q", "").strip()
    mails = OutgoingMail.objects.filter(group=request.group)
    if sought:
        mails = mails.filter(membership__in=households_sought(request.group, sought))
    return render(request, "mail/outbox.html", _page(request, mails) | {"sought": sought})


def _page(request: GroupRequest, mails: "QuerySet[OutgoingMail]") -> dict[str, Any]:
    """One page, from the mail before which the last page ended; and where the next one begins."""
    before = request.GET.get("avant", "")
    if before.isdecimal() and len(before) <= ID_DIGITS_MAX:
        mails = mails.filter(pk__lt=int(before))
    found = list(mails.select_related("person", "gathered_in", "group__book").order_by("-pk")[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    return {
        "mails": shown,
        "is_first": not before,
        "older_than": shown[-1].pk if len(found) > PER_PAGE else None,
    }
