"""« Encaisser » opens one line below the member in the list: what is owed, by the means used last, today."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from cabas.clock import now
from cabas.groups.access import GroupRequest
from cabas.treasury.views._account_page import position_of
from cabas.treasury.views._member import opened_or_404
from cabas.treasury.views._operations import PAYMENT, form_context
from cabas.treasury.views._way_back import list_address

IN_LIST = "liste"


def row_of_form(request: GroupRequest, number: int) -> HttpResponse:
    """The row; several may be open, so that its ids carry the number of the member. Raises Http404."""
    opened = opened_or_404(request, number)
    context = form_context(request, opened, position_of(opened.member, at=now()), PAYMENT)
    form = context["form"]
    form.auto_id = f"id_{number}_%s"
    form.fields["amount"].widget.attrs["data-focus-now"] = True
    return render(request, "treasury/_balances_payment.html", context | {"opened": opened})


def after_act(request: GroupRequest, number: int) -> HttpResponse:
    """Back to the list where the act began there, with its filters; else to the account."""
    if IN_LIST in request.POST:
        return redirect(f"{list_address(request)}#liste")
    return redirect("treasury:account", slug=request.group.slug, number=number)
