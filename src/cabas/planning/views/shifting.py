"""A catalog is shifted to another distribution: to which one, then what it does to each household, then the act."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from cabas.catalogs.models import Catalog
from cabas.clock import now
from cabas.distributions.models import Distribution
from cabas.distributions.refusals import AmountsChanged, DistributionValidated
from cabas.distributions.views._act_key import fresh_key, require_key, sent_amount, sent_count, sent_key
from cabas.distributions.views.distribution import distribution_or_404
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ledger.acts import KeyMissing
from cabas.ledger.refusals import LedgerRefusal
from cabas.money import Money
from cabas.planning.obstacles import InTheWay
from cabas.planning.shift_rows import choices, rows
from cabas.planning.shifting import outlook, shift, with_catalogs
from cabas.planning.stakes import BasketsHandedOut, require_unvalidated
from cabas.planning.views._forms import WhyForm
from cabas.ui.formats import day_long
from cabas.ui.toasts import toast

UNPROCESSABLE, CONFLICT = 422, 409
IN_THE_WAY = (InTheWay, BasketsHandedOut, DistributionValidated)
REFUSALS = (*IN_THE_WAY, AmountsChanged, LedgerRefusal)


@group_page(Right.PLAN)
def shifting(request: GroupRequest, number: int, catalog: int) -> HttpResponse:
    """GET the other distributions, or with `vers` what happens; POST shifts the catalog of this number."""
    here, at = distribution_or_404(request, number), now()
    sent = request.POST.get("vers") or request.GET.get("vers", "")
    target = _target_or_404(request, sent) if sent or request.method == "POST" else None
    with_catalogs(*filter(None, (here, target)))
    moved = _catalog_or_404(request, here, catalog)
    if target is None:
        context = {"distribution": here, "catalog": moved, "choices": choices(here, moved, at=at)}
        return render(request, "planning/shift_choice.html", context)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, here, moved, target, form, at)
    if not form.is_valid():
        return _page(request, here, moved, target, form, at, status=UNPROCESSABLE)
    try:
        require_key(request)
        why, count, seen = form.cleaned_data["why"].strip(), sent_count(request), sent_amount(request) or Money(0)
        key, by = sent_key(request), request.user
        shift(here, moved, target, why=why, count=count, seen=seen, key=key, by=by, at=at)
    except KeyMissing as refusal:
        return _page(request, here, moved, target, form, at, refusal=str(refusal), status=UNPROCESSABLE)
    except REFUSALS as refusal:
        return _page(request, here, moved, target, form, at, refusal=str(refusal), status=CONFLICT)
    _say(request, here, moved, target, count)
    return redirect("distributions:distribution", slug=request.group.slug, number=number)


def _target_or_404(request: GroupRequest, sent: str) -> Distribution:
    number = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) <= 9 else 0
    found = request.group.distributions.with_validation().select_related("place")
    return get_object_or_404(found, number=number)


def _catalog_or_404(request: GroupRequest, here: Distribution, number: int) -> Catalog:
    """One that takes part; or that was just shifted: a second tap finds what the first one did."""
    found = [each.catalog for each in here.participations.all() if each.catalog.number == number]
    if found:
        return found[0]
    if request.method != "POST":
        raise Http404
    return get_object_or_404(Catalog.objects.select_related("vendor"), group=request.group, number=number)


def _say(request: GroupRequest, here: Distribution, moved: Catalog, target: Distribution, count: int) -> None:
    words = ngettext(
        "%(catalog)s décalé au %(day)s, %(count)s foyer prévenu",
        "%(catalog)s décalé au %(day)s, %(count)s foyers prévenus",
        count,
    ) % {"catalog": moved.name, "day": day_long(target.day), "count": count}
    where = {"slug": request.group.slug, "number": here.number, "catalog": moved.number}
    toast(request, words, reverse("planning:catalog_restoring", kwargs=where), {"key": fresh_key()})


def _page(
    request: GroupRequest,
    here: Distribution,
    moved: Catalog,
    target: Distribution,
    form: WhyForm,
    at: datetime,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    shown, obstacle = [], ""
    try:
        require_unvalidated(here)
        require_unvalidated(target)
        shown = rows(outlook(here, moved, target, at=at))
    except IN_THE_WAY as stands:
        obstacle = str(stands)
    context = {
        "distribution": here,
        "catalog": moved,
        "target": target,
        "form": form,
        "rows": shown,
        "total": Money.sum(row.amount for row in shown),
        "priced_otherwise": any(row.is_priced_otherwise for row in shown),
        "obstacle": obstacle,
        "refusal": "" if obstacle == refusal else refusal,
        "key": fresh_key(),
    }
    return render(request, "planning/shifting.html", context, status=status)
