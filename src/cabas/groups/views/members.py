"""The members of a group: the list, of those who left too, and one more household."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.doubles import possible_doubles
from cabas.groups.forms import MemberForm
from cabas.groups.members import AlreadyMember, LeftBefore, add_member
from cabas.groups.models import Adult, Membership
from cabas.groups.rights import Right
from cabas.groups.seeking import households_sought
from cabas.ui.formats import number
from cabas.ui.toasts import toast

PER_PAGE = 50
REFUSED = 422
LEFT, NEVER_CAME = "partis", "jamais-connectes"


class CountedPaginator(Paginator[Membership]):
    """Pages of a list whose length is known already."""

    def __init__(self, rows: Any, per_page: int, known_count: int) -> None:
        super().__init__(rows, per_page)
        self.known_count = known_count

    @cached_property
    def count(self) -> int:
        return self.known_count


@group_page(Right.MANAGE_MEMBERS)
def members(request: GroupRequest) -> HttpResponse:
    """Who is in the group, or who has left it, by name; sought by name, number, phone or e-mail."""
    sought, state = request.GET.get("q", "").strip(), request.GET.get("etat", "")
    found = households_sought(request.group, sought)
    has_left, never_came = Q(left_on__isnull=False), Q(left_on__isnull=True) & Q(Exists(_never_came()))
    counts = found.aggregate(
        current=Count("pk", filter=~has_left),
        left=Count("pk", filter=has_left),
        never_came=Count("pk", filter=never_came),
    )
    filtered = {LEFT: (found.left(), counts["left"]), NEVER_CAME: (found.filter(never_came), counts["never_came"])}
    shown, count = filtered.get(state, (found.current(), counts["current"]))
    page = CountedPaginator(shown.by_name().with_people(), PER_PAGE, count).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "sought": sought,
        "state": state if state in filtered else "",
        "chips": [
            ("", _("Membres"), counts["current"]),
            *([(NEVER_CAME, _("Jamais connectés"), counts["never_came"])] if counts["never_came"] else []),
            (LEFT, _("Partis"), counts["left"]),
        ],
        "is_never_came": state == NEVER_CAME,
        "doubles": len(possible_doubles(request.group)),
        "counted": _counted(count),
        "may_read_accounts": Right.READ_ACCOUNTS in request.rights,
    }
    return render(request, "groups/members.html", context)


def _never_came() -> QuerySet[Adult]:
    """The adults of a household who have an address, and never signed in."""
    adults = Adult.objects.filter(membership=OuterRef("pk"))
    return adults.filter(person__email__isnull=False, person__last_login__isnull=True)


def _counted(count: int) -> str:
    return ngettext("%(number)s foyer", "%(number)s foyers", count) % {"number": number(count)}


@group_page(Right.MANAGE_MEMBERS)
def member_new(request: GroupRequest) -> HttpResponse:
    """The form of a household; one that had left is offered to be taken back instead."""
    form = MemberForm(request.POST if request.method == "POST" else None)
    left: Membership | None = None
    if request.method == "POST" and form.is_valid():
        try:
            member = add_member(request.group, form.household, at=now())
        except AlreadyMember as refusal:
            form.add_error(_field_of(form, refusal), str(refusal))
            left = refusal.membership if isinstance(refusal, LeftBefore) else None
        else:
            toast(
                request,
                _("%(name)s est membre du groupe, n° %(number)s.")
                % {"name": form.household.adults[0].first_name, "number": member.number},
            )
            return redirect("groups:member", slug=request.group.slug, number=member.number)
    status = REFUSED if form.errors else HttpResponse.status_code
    return render(request, "groups/member_new.html", {"form": form, "left": left}, status=status)


def _field_of(form: MemberForm, refusal: AlreadyMember) -> str:
    is_second = (form.cleaned_data["second_email"] or "").lower() == refusal.email
    return "second_email" if is_second else "email"
