"""Possible doubles are shown two by two; one chooses who stays, sees what follows, and confirms it."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.doubles import possible_doubles
from cabas.groups.models import DIGITS_MAX, Membership
from cabas.groups.rights import Right
from cabas.groups.roles import HoldsRoles, LastAdministrator
from cabas.households.forms import MergerForm
from cabas.households.merging import (
    BalancesMoved,
    Merger,
    NotTwoHouseholds,
    OrderStands,
    PeopleMistaken,
    merge,
    proposed_people,
)
from cabas.households.merging_orders import orders_of
from cabas.ledger.refusals import LedgerRefusal
from cabas.money import Money
from cabas.ui.toasts import alert, toast

REFUSED = 422
SHOWN_MAX = 100
REFUSALS = (BalancesMoved, HoldsRoles, LastAdministrator, LedgerRefusal, OrderStands, PeopleMistaken)


@dataclass(frozen=True)
class Double:
    """Two households that may be one."""

    first: Membership
    second: Membership
    why: str


@group_page(Right.MANAGE_MEMBERS)
def doubles(request: GroupRequest) -> HttpResponse:
    """Every two households that may be the same people; any two others, by their numbers."""
    pairs = possible_doubles(request.group)[:SHOWN_MAX]
    numbers = {number for pair in pairs for number in (pair.first, pair.second)}
    found = _households().filter(group=request.group, number__in=numbers)
    by_number = {member.number: member for member in found}
    shown = [
        Double(by_number[pair.first], by_number[pair.second], _why(pair.has_one_name, pair.has_one_phone))
        for pair in pairs
    ]
    sought = [request.GET.get(name, "").strip() for name in ("un", "deux")]
    if _are_two(request, sought):
        return redirect("households:merging", request.group.slug, int(sought[1]), int(sought[0]))
    context = {"doubles": shown, "sought": sought, "is_mistyped": any(sought)}
    return render(request, "households/doubles.html", context)


def _are_two(request: GroupRequest, sought: list[str]) -> bool:
    """Are these the numbers of two households of the group?"""
    if not all(one.isdecimal() and len(one) <= DIGITS_MAX for one in sought):
        return False
    numbers = {int(one) for one in sought}
    found = Membership.objects.current().filter(group=request.group, number__in=numbers)
    return len(numbers) == len(sought) == found.count()


@group_page(Right.MANAGE_MEMBERS)
def merging(request: GroupRequest, number: int, into: int) -> HttpResponse:
    """GET both side by side; POST closes the one of `number`, whose balance goes to the one of `into`."""
    found = {one.number: one for one in _households().filter(group=request.group, number__in=(number, into))}
    if number not in found or into not in found or number == into:
        raise Http404
    gone, stays = found[number], found[into]
    form = MergerForm(request.POST if request.method == "POST" else None, **_asked(gone, stays))
    status = HttpResponse.status_code
    if form.is_bound:
        try:
            done = _merge(request, form, gone, stays)
        except NotTwoHouseholds as refusal:
            alert(request, str(refusal))
            return redirect("groups:member", slug=request.group.slug, number=into)
        if done:
            return redirect("groups:member", slug=request.group.slug, number=into)
        status = REFUSED
    if gone.merged_into_id == stays.pk:
        return redirect("groups:member", slug=request.group.slug, number=into)
    if gone.left_on or stays.left_on:
        raise Http404
    for household in (gone, stays):
        household.size = abs(household.account.balance)
    orders = orders_of(gone, stays)
    context = {
        "gone": gone,
        "stays": stays,
        "waiting": orders.stuck,
        "moving": orders.moving,
        "form": form,
        "after": gone.account.balance + stays.account.balance,
        "may_read_accounts": Right.READ_ACCOUNTS in request.rights,
    }
    return render(request, "households/merging.html", context, status=status)


def _asked(gone: Membership, stays: Membership) -> dict[str, Any]:
    people = list({person.pk: person for person in (*stays.people, *gone.people)}.values())
    initial = {
        "people": [str(person.pk) for person in proposed_people(gone, stays)],
        "gone_balance": gone.account.balance.cents,
        "stays_balance": stays.account.balance.cents,
        "key": str(uuid4()),
    }
    return {"people": people, "initial": initial}


def _merge(request: GroupRequest, form: MergerForm, gone: Membership, stays: Membership) -> bool:
    if not form.is_valid():
        return False
    said = form.cleaned_data
    balances = Money(said["gone_balance"]), Money(said["stays_balance"])
    chosen = Merger([int(pk) for pk in said["people"]], *balances)
    try:
        kept = merge(gone, stays, chosen, key=said["key"], by=request.user, at=now())
    except REFUSALS as refusal:
        for household in (gone, stays):
            household.account.refresh_from_db(fields=["balance"])
        form.renew(gone.account.balance, stays.account.balance)
        form.refuse(refusal)
        return False
    words = _("%(name)s\u202f: le n° %(gone)s est réuni au n° %(number)s.")
    toast(request, words % {"name": kept.full_name, "gone": gone.number, "number": kept.number})
    return True


def _households() -> Any:
    return Membership.objects.select_related("account", "group__book").with_people()


def _why(has_one_name: bool, has_one_phone: bool) -> str:
    if has_one_name and has_one_phone:
        return _("même nom et même téléphone")
    return _("même nom") if has_one_name else _("même téléphone")
