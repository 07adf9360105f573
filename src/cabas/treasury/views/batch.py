"""T7 « Saisie en série »: received payments typed one under the other, by keyboard alone, recorded in one act."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.clock import now, today
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ledger.models import Act
from cabas.ledger.refusals import LedgerRefusal
from cabas.money import Money
from cabas.payments.batches import KIND, NothingStands, NothingTyped, TooManyLines, payments_of, take_back_payments
from cabas.payments.means import Means
from cabas.payments.reasons import ReasonMissing
from cabas.payments.receiving import NothingToReceive
from cabas.people.models import User
from cabas.treasury.batch_lines import AT_FIRST, MORE, blank_lines, due_of, written
from cabas.treasury.finding import Directory, NobodyFound, SeveralFound
from cabas.treasury.forms import UndoingForm
from cabas.treasury.overview import balances_of, names_of
from cabas.treasury.views._batch_page import BatchForm, Typed, batch_context, means_of, record, typed_lines
from cabas.ui.formats import euros
from cabas.ui.toasts import toast

REFUSALS = (LedgerRefusal, NothingToReceive, NothingTyped, TooManyLines)
RECORD, MORE_LINES = "record", "more"


@group_page(Right.KEEP_ACCOUNTS)
def batch(request: GroupRequest) -> HttpResponse:
    """GET empty lines. POST looks at them (`act`: more lines too), or records them all where nothing is wrong."""
    means = means_of(request.group)
    if request.method != "POST":
        form = BatchForm(means=[], today=today())
        typed = Typed(blank_lines(AT_FIRST, means[0]), names_of(request.group))
        return _shown(request, form, typed, means)
    form = BatchForm(request.POST, means=[], today=today())
    typed = typed_lines(request, means)
    act = request.POST.get("act", "")
    if act != RECORD:
        return _shown(request, form, typed.with_more(MORE if act == MORE_LINES else 0, means[0]), means)
    if not form.is_valid() or typed.faults:
        return _shown(request, form, typed, means, 422)
    try:
        total = record(request, form.cleaned_data, typed)
    except REFUSALS as refusal:
        return _shown(request, form, typed, means, form.refuse(refusal))
    return _recorded(request, form.cleaned_data["key"], len(typed.sound), total)


@group_page(Right.KEEP_ACCOUNTS)
def batch_member(request: GroupRequest) -> HttpResponse:
    """Who is meant by what is being typed, and what is due of them: a part of a line."""
    context: dict[str, Any] = {}
    try:
        found = Directory(balances_of(request.group)).find(request.GET.get("member", "")[:120])
        context = {"found": found, "proposed": written(due_of(found))}
    except (NobodyFound, SeveralFound) as refusal:
        context = {"fault": str(refusal) if request.GET.get("member", "").strip() else ""}
    return render(request, "treasury/_batch_found.html", context)


@group_page(Right.KEEP_ACCOUNTS)
def batch_recorded(request: GroupRequest, done: UUID) -> HttpResponse:
    """What one batch recorded, and what of it still counts."""
    return _shown_recorded(request, _act_or_404(request, done))


@require_POST
@group_page(Right.KEEP_ACCOUNTS)
def batch_undoing(request: GroupRequest, done: UUID) -> HttpResponse:
    """Take back what still counts of a batch."""
    act, form = _act_or_404(request, done), UndoingForm(request.POST)
    if not form.is_valid():
        return _shown_recorded(request, act, form, 422)
    said = form.cleaned_data
    try:
        total = take_back_payments(act, why=said["why"], key=said["key"], by=request.user, at=now())
    except (LedgerRefusal, NothingStands, ReasonMissing) as refusal:
        return _shown_recorded(request, act, form, form.refuse(refusal))
    toast(request, _("Saisie annulée\u202f: %(sum)s") % {"sum": euros(total)})
    return redirect("treasury:batch_recorded", slug=request.group.slug, done=done)


def _shown(request: GroupRequest, form: BatchForm, typed: Typed, means: list[Means], status: int = 200) -> HttpResponse:
    if form.is_bound:
        form.renew_key()
    return render(request, "treasury/batch.html", batch_context(request, form, typed, means), status=status)


def _recorded(request: GroupRequest, key: str, count: int, total: Money) -> HttpResponse:
    """An empty page for the next ones, where a toast undoes these."""
    said = {"count": count, "sum": euros(total)}
    words = _("Un paiement enregistré, %(sum)s") if count == 1 else _("%(count)s paiements enregistrés, %(sum)s")
    undo_url = reverse("treasury:batch_undoing", kwargs={"slug": request.group.slug, "done": key})
    toast(request, words % said, undo_url, {"why": _("annulé aussitôt"), "key": str(uuid4())})
    return redirect("treasury:batch", slug=request.group.slug)


def _act_or_404(request: GroupRequest, done: UUID) -> Act:
    act = Act.objects.filter(book=request.group.book_id, key=str(done), kind=KIND).select_related("book").first()
    if act is None:
        raise Http404
    return act


def _shown_recorded(
    request: GroupRequest, act: Act, form: UndoingForm | None = None, status: int = 200
) -> HttpResponse:
    if form is not None:
        form.renew_key()
    payments = payments_of(act.result["payments"])
    standing = [payment for payment in payments if not payment.transaction.is_reversed]
    context = {
        "act": act,
        "who": User.objects.filter(pk=act.recorded_by).first(),
        "payments": payments,
        "standing": len(standing),
        "sum": Money.sum(payment.amount for payment in standing),
        "undoing_form": form or UndoingForm(),
    }
    return render(request, "treasury/batch_recorded.html", context, status=status)
