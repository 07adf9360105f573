"""« Relances »: who owes and how much, before it is sent; and what was sent before."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.announcements.history import NOTHING as NO_MAILS
from cabas.announcements.history import Course, courses
from cabas.announcements.models import Reminder
from cabas.announcements.reminding import Debtor, NobodyToRemind, debtors, remind
from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.models import Adult
from cabas.groups.rights import Right
from cabas.money import Money
from cabas.treasury.filters import Filters
from cabas.ui.toasts import alert, toast

SHOWN = 300  # reminders of the history
UNFIT, DIGITS_MAX = 422, 9


class Sending(NamedTuple):
    """What was sent in one act."""

    reminders: Sequence[Reminder]
    total: Money
    course: Course


@group_page(Right.KEEP_ACCOUNTS)
def reminders(request: GroupRequest) -> HttpResponse:
    """GET: those who owe, of the filter or of one member; POST: those that are ticked are reminded."""
    if request.method == "POST":
        return _send(request)
    filters, only = Filters.of(request.GET), request.GET.get("membre", "")
    found = debtors(request.group, filters, at=now())
    if only.isdecimal():
        found = [each for each in found if each.member.number == int(only[:DIGITS_MAX])]
    return render(request, "announcements/reminders.html", _context(request, found, filters))


def _send(request: GroupRequest) -> HttpResponse:
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        alert(request, _("Cette demande n’a pas de clé\u202f: vérifiez, puis envoyez de nouveau."))
        return redirect("announcements:reminders", slug=request.group.slug)
    numbers = [int(number[:DIGITS_MAX]) for number in request.POST.getlist("member") if number.isdecimal()]
    if not numbers:
        alert(request, _("Personne n’est coché\u202f: cochez au moins un membre."))
        return redirect("announcements:reminders", slug=request.group.slug)
    try:
        sent = remind(request.group, numbers, key=key, by=request.user, at=now())
    except NobodyToRemind as refusal:
        alert(request, str(refusal))
    else:
        words = ngettext("%(count)s membre est relancé.", "%(count)s membres sont relancés.", len(sent))
        toast(request, words % {"count": len(sent)})
    return redirect("announcements:reminders", slug=request.group.slug)


def _context(request: GroupRequest, found: Sequence[Debtor], filters: Filters) -> dict[str, Any]:
    ready = [each for each in found if each.may_be_reminded]
    return {
        "ready": ready,
        "others": [each for each in found if not each.may_be_reminded],
        "total": Money.sum(each.member.owed for each in ready),
        "key": uuid4(),
        "filters": filters,
        "sendings": _sendings(request),
    }


def _sendings(request: GroupRequest) -> list[Sending]:
    """The newest first. Three statements, whatever their number."""
    rows = Reminder.objects.filter(group=request.group).select_related("by", "membership").order_by("-at", "key", "pk")
    sent = [list(of_one) for _, of_one in groupby(_with_people(rows), key=lambda reminder: reminder.key)]
    found = courses(request.group, [of_one[0].key for of_one in sent])
    return [
        Sending(of_one, Money.sum(each.amount for each in of_one), found.get(of_one[0].key, NO_MAILS))
        for of_one in sent
    ]


def _with_people(rows: Any) -> Any:
    people = Prefetch("membership__adults", Adult.objects.select_related("person"))
    return rows.prefetch_related(people)[:SHOWN]
