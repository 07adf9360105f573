"""A distribution is cancelled, or one of its catalogs withdrawn: first what happens to money, then the act."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.catalogs.models import Catalog
from cabas.clock import now
from cabas.distributions.models import Distribution, OrderLine
from cabas.distributions.refusals import AmountsChanged, DistributionValidated
from cabas.distributions.views._act_key import fresh_key, require_key, sent_amount, sent_count, sent_key
from cabas.distributions.views.distribution import distribution_or_404
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ledger.acts import KeyMissing
from cabas.ledger.refusals import LedgerRefusal
from cabas.money import Money
from cabas.planning.cancelling import cancel
from cabas.planning.stakes import BasketsHandedOut, require_not_handed_out, stakes
from cabas.planning.views._forms import WhyForm
from cabas.planning.withdrawing import OnlyCatalog, lines_at_stake, withdraw
from cabas.ui.formats import day_long
from cabas.ui.toasts import toast

UNPROCESSABLE, CONFLICT = 422, 409
REFUSALS = (AmountsChanged, BasketsHandedOut, DistributionValidated, LedgerRefusal, OnlyCatalog)


@group_page(Right.PLAN)
def cancelling(request: GroupRequest, number: int) -> HttpResponse:
    """GET what happens; POST cancels."""
    here = distribution_or_404(request, number)
    if request.method != "POST":
        return _cancel_page(request, here, WhyForm())
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _cancel_page(request, here, form, status=UNPROCESSABLE)
    try:
        require_key(request)
        why, seen = form.cleaned_data["why"].strip(), sent_amount(request) or Money(0)
        count, key = sent_count(request), sent_key(request)
        cancel(here, why=why, count=count, seen=seen, key=key, by=request.user, at=now())
    except KeyMissing as refusal:
        return _cancel_page(request, here, form, refusal=str(refusal), status=UNPROCESSABLE)
    except REFUSALS as refusal:
        return _cancel_page(request, here, form, refusal=str(refusal), status=CONFLICT)
    undo = reverse("planning:restoring", kwargs={"slug": request.group.slug, "number": number})
    toast(request, _("Distribution du %(day)s annulée") % {"day": day_long(here.day)}, undo, {"key": fresh_key()})
    return redirect("distributions:distribution", slug=request.group.slug, number=number)


def _cancel_page(
    request: GroupRequest, here: Distribution, form: WhyForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {"distribution": here, "form": form, "refusal": refusal, "stakes": stakes(here), "key": fresh_key()}
    return render(request, "planning/cancelling.html", context | {"obstacle": _obstacle(here)}, status=status)


def _obstacle(here: Distribution) -> str:
    """Why it can no longer be cancelled: said at once, rather than after the button."""
    if here.is_validated:
        return str(DistributionValidated())
    try:
        require_not_handed_out(here)
    except BasketsHandedOut as refusal:
        return str(refusal)
    return ""


@group_page(Right.PLAN)
def withdrawing(request: GroupRequest, number: int, catalog: int) -> HttpResponse:
    """GET whom it concerns; POST withdraws the catalog of this number."""
    here = distribution_or_404(request, number)
    is_sent = request.method == "POST"  # a second tap finds what the first one did: the catalog is no more there
    gone: Catalog = get_object_or_404(request.group.catalogs if is_sent else here.catalogs, number=catalog)
    if not is_sent:
        return _withdraw_page(request, here, gone)
    try:
        require_key(request)
        seen, count = sent_amount(request) or Money(0), sent_count(request)
        done = withdraw(here, gone, count=count, seen=seen, key=sent_key(request), by=request.user, at=now())
    except KeyMissing as refusal:
        return _withdraw_page(request, here, gone, refusal=str(refusal), status=UNPROCESSABLE)
    except REFUSALS as refusal:
        return _withdraw_page(request, here, gone, refusal=str(refusal), status=CONFLICT)
    words = ngettext(
        "%(catalog)s retiré, %(count)s foyer prévenu", "%(catalog)s retiré, %(count)s foyers prévenus", done
    )
    where = {"slug": request.group.slug, "number": number, "catalog": catalog}
    undo = reverse("planning:catalog_restoring", kwargs=where)
    toast(request, words % {"catalog": gone.name, "count": done}, undo, {"key": fresh_key()})
    return redirect("distributions:distribution", slug=request.group.slug, number=number)


def _withdraw_page(
    request: GroupRequest, here: Distribution, gone: Catalog, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    lines = lines_at_stake(here, gone)
    context = {
        "distribution": here,
        "catalog": gone,
        "count": len({line.basket_id for line in lines}),
        "sum": Money.sum(line.total for line in lines),
        "names": _names(lines),
        "refusal": refusal,
        "key": fresh_key(),
    }
    return render(request, "planning/withdrawing.html", context, status=status)


def _names(lines: list[OrderLine]) -> list[str]:
    """Each household once, in the order of the list of members."""
    households = {line.basket.membership for line in lines}
    return [each.name for each in sorted(households, key=lambda each: (each.sort_name, each.number))]
