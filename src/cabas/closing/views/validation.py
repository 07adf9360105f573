"""Validation: GET the checklist, POST validates; its undoing asks the reason first."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cabas.clock import now
from cabas.closing.forms import CountForm
from cabas.closing.views._page import distribution_or_404, validated_context, validation_page
from cabas.closing.views._reopened import saying_if_reopened
from cabas.closing.views._typed import ESTIMATES, forget_typed, keep_typed
from cabas.closing.views.counting import NOT_COUNTED, record_typed
from cabas.distributions.refusals import AmountsChanged, DistributionValidated, NotStarted
from cabas.distributions.validation import (
    AlreadyUndone,
    BasketsUnsettled,
    ReasonMissing,
    TooLateToUndo,
    WeightsEstimated,
    undo_validation,
    validate,
)
from cabas.distributions.views._act_key import fresh_key, sent_amount, sent_key
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ledger.acts import KeyMissing
from cabas.ledger.refusals import LedgerRefusal
from cabas.ui.toasts import toast

UNFIT = (KeyMissing, NotStarted, BasketsUnsettled, WeightsEstimated)
CONFLICTS = (DistributionValidated, AmountsChanged, LedgerRefusal)


@group_page(Right.VALIDATE)
def validation(request: GroupRequest, number: int) -> HttpResponse:
    """The checklist; a refused validation shows it again, 409 where others were first."""
    distribution = distribution_or_404(request, number)
    if request.method != "POST":
        return validation_page(request, distribution, now())
    keeps, form = bool(request.POST.get(ESTIMATES)), CountForm(request.POST)
    keep_typed(request, distribution)
    if not form.is_valid():
        return validation_page(request, distribution, now(), form=form, status=422)
    try:
        if not form.counted.is_nothing:
            record_typed(request, distribution, form)
        with saying_if_reopened(request):
            seen, key = sent_amount(request), sent_key(request)
            validate(distribution, keeps_estimates=keeps, seen=seen, key=key, by=request.user, at=now())
    except NOT_COUNTED as refusal:  # its fields are shown with the sentence
        return validation_page(request, distribution, now(), form=form, refusal=str(refusal), status=422)
    except (*UNFIT, *CONFLICTS) as refusal:
        return checklist_again(request, number, refusal)
    forget_typed(request, distribution)
    return redirect("closing:validation", slug=request.group.slug, number=number)


def checklist_again(request: GroupRequest, number: int, refusal: Exception) -> HttpResponse:
    """As it is now, with the refusal; 409 where somebody changed or validated it meanwhile."""
    status = 422 if isinstance(refusal, UNFIT) else 409
    page = distribution_or_404(request, number)
    return validation_page(request, page, now(), refusal=str(refusal), status=status)


@group_page(Right.UNDO_VALIDATION)
def undo(request: GroupRequest, number: int) -> HttpResponse:
    """GET asks why; POST undoes."""
    distribution = distribution_or_404(request, number)
    if not distribution.is_validated:
        if request.method == "POST" and distribution.validations.exists():  # a second click: it is undone already
            return redirect("closing:validation", slug=request.group.slug, number=number)
        raise Http404
    context = validated_context(distribution, now()) | {"distribution": distribution, "key": fresh_key()}
    if request.method != "POST":
        return render(request, "closing/undo.html", context)
    why = request.POST.get("why", "").replace("\x00", "")[:200]
    try:
        undo_validation(context["validation"], why=why, key=sent_key(request), by=request.user, at=now())
    except ReasonMissing as refusal:
        return render(request, "closing/undo.html", context | {"fault": str(refusal)}, status=422)
    except (TooLateToUndo, AlreadyUndone, LedgerRefusal) as refusal:
        context |= {"why": why, "refusal": str(refusal)}
        return render(request, "closing/undo.html", context, status=409)
    toast(request, _("Distribution dévalidée"))
    return redirect("closing:validation", slug=request.group.slug, number=number)
