"""« À voir »: what came from phones without network and cannot stand as it is, each with its ways out."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cabas.clock import now
from cabas.distributions.refusals import DistributionValidated
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ledger.refusals import LedgerRefusal
from cabas.payments.receiving import NothingToReceive
from cabas.stand.models import OfflineAct
from cabas.stand.offline_cases import (
    CaseSettled,
    NoReasonGiven,
    UnfitOutcome,
    keep,
    open_cases,
    record_on_account,
    set_aside,
    settled_cases,
    take_back,
)
from cabas.stand.views._page import distribution_or_404
from cabas.ui.toasts import toast

CONFLICTS = (CaseSettled, DistributionValidated, LedgerRefusal)
UNFIT = (NoReasonGiven, NothingToReceive, UnfitOutcome)


@require_safe
@group_page(Right.VALIDATE)
def offline_cases(request: GroupRequest, number: int) -> HttpResponse:
    return _page(request, number)


@require_POST
@group_page(Right.VALIDATE)
def offline_case(request: GroupRequest, number: int, act: int) -> HttpResponse:
    """`way`: keep, take_back, account, or aside with a `reason`."""
    cases = OfflineAct.objects.exclude(case="").select_related("group")
    case = get_object_or_404(cases, pk=act, group=request.group, distribution__number=number)
    reason = request.POST.get("reason", "")
    try:
        settle = _ways(reason).get(request.POST.get("way", ""))
        if settle is None:
            raise UnfitOutcome
        said = settle(case, request)
    except CONFLICTS as refusal:
        return _page(request, number, str(refusal), 409)
    except UNFIT as refusal:
        return _page(request, number, str(refusal), 422, case.pk, reason[:200])
    toast(request, _("Panier n° %(number)s\u202f: %(said)s.") % {"number": case.number, "said": said})
    return redirect("stand:offline_cases", slug=request.group.slug, number=number)


def _ways(reason: str) -> dict[str, Callable[[OfflineAct, GroupRequest], str]]:
    def kept(case: OfflineAct, request: GroupRequest) -> str:
        keep(case, by=request.user, at=now())
        return _("gardé tel quel")

    def taken_back(case: OfflineAct, request: GroupRequest) -> str:
        take_back(case, by=request.user, at=now())
        return _("encaissement annulé")

    def recorded(case: OfflineAct, request: GroupRequest) -> str:
        record_on_account(case, by=request.user, at=now())
        return _("porté au compte du membre")

    def put_aside(case: OfflineAct, request: GroupRequest) -> str:
        set_aside(case, reason, by=request.user, at=now())
        return _("écarté")

    return {"keep": kept, "take_back": taken_back, "account": recorded, "aside": put_aside}


def _page(
    request: GroupRequest, number: int, refusal: str = "", status: int = 200, faulty: int = 0, reason: str = ""
) -> HttpResponse:
    distribution = distribution_or_404(request, number)
    context = {
        "distribution": distribution,
        "cases": open_cases(distribution),
        "settled": settled_cases(distribution),
        "refusal": refusal,
        "faulty": faulty,
        "reason": reason,
    }
    return render(request, "stand/offline_cases.html", context, status=status)
