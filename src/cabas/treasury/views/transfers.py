"""« Virements attendus »: what members announced; found by reference, amount or name, and recorded once it came."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cabas.clock import now, today
from cabas.distributions.receiving_transfers import NobodysReference, TransferCameAlready, receive_transfer
from cabas.distributions.transfers_awaited import AwaitedTransfer, find_transfers, transfers_awaited
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.models import Membership
from cabas.groups.rights import Right
from cabas.ledger.refusals import LedgerRefusal
from cabas.money import Money
from cabas.payments.models import Payment
from cabas.payments.receiving import NothingToReceive
from cabas.payments.transfer_references import TransferReference
from cabas.treasury.views._member import opened_or_404
from cabas.treasury.views._saying import say
from cabas.treasury.views._transfer_form import TransferForm
from cabas.ui.formats import euros

REFUSALS = (LedgerRefusal, NobodysReference, NothingToReceive, TransferCameAlready)
SOUGHT_MAX = 140  # as long as the text of a transfer may be


@dataclass(frozen=True)
class Row:
    """A transfer with its form; `awaited` is None where a member was found of whom nothing is awaited."""

    membership: Membership
    reference: TransferReference
    awaited: AwaitedTransfer | None
    form: TransferForm


@group_page(Right.KEEP_ACCOUNTS)
def transfers(request: GroupRequest) -> HttpResponse:
    """GET: those that are awaited, or what `q` leads to; POST records one that came."""
    if request.method != "POST":
        return _page(request, _rows(request, today()))
    form = TransferForm(request.POST, today=today())
    status = 422
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("on", "key")}
        reference, amount = form.cleaned_data["reference"], form.cleaned_data["amount"]
        try:
            payment = receive_transfer(request.group, reference, amount, **said, by=request.user, at=now())
        except REFUSALS as refusal:
            status = form.refuse(refusal)
        else:
            return _done(request, payment)
    return _page(request, _with_refused(_rows(request, today()), form), form, status)


def _page(
    request: GroupRequest, rows: list[Row], refused: TransferForm | None = None, status: int = 200
) -> HttpResponse:
    """A refusal is said in the row that it is about, or above all where that row is gone."""
    context = {
        "sought": _sought(request),
        "rows": rows,
        "total": Money.sum(row.awaited.due for row in rows if row.awaited),
        "refused": refused if refused and all(row.form is not refused for row in rows) else None,
    }
    return render(request, "treasury/transfers.html", context, status=status)


def _sought(request: GroupRequest) -> str:
    return request.GET.get("q", "").strip()[:SOUGHT_MAX]


def _rows(request: GroupRequest, on: date) -> list[Row]:
    """As they are found; the amount that is proposed is the one that came where it is said, else the one told."""
    if not (sought := _sought(request)):
        return [_row(one, None, on) for one in transfers_awaited(request.group)]
    found = find_transfers(request.group, sought)
    rows = [_row(one, found.amount, on) for one in found.transfers]
    for member, reference in found.members:
        rows.append(Row(member, reference, None, _form(reference, found.amount, on)))
    return rows


def _row(one: AwaitedTransfer, came: Money | None, on: date) -> Row:
    return Row(one.membership, one.reference, one, _form(one.reference, came or one.told or one.due, on))


def _form(reference: TransferReference, amount: Money | None, on: date) -> TransferForm:
    initial = {"reference": str(reference), "amount": amount}
    return TransferForm(reference=reference, initial=initial, today=on)


def _with_refused(rows: list[Row], form: TransferForm) -> list[Row]:
    """The form as it was typed takes the place of the one that was proposed."""
    form.renew_key()
    return [
        replace(row, form=form) if str(row.reference) == form.data.get("reference") else row  # keeps what was typed
        for row in rows
    ]


def _done(request: GroupRequest, payment: Payment) -> HttpResponse:
    opened = opened_or_404(request, payment.membership.number)
    names: dict[str, Any] = {"slug": request.group.slug, "number": payment.membership.number}
    undo_url = reverse("treasury:operation_undoing", kwargs=names | {"operation": payment.transaction.number})
    words = _("%(amount)s reçus par virement") % {"amount": euros(payment.amount)}
    say(request, opened, words, undo_url, {"why": _("annulé aussitôt")})
    return redirect("treasury:transfers", slug=request.group.slug)
