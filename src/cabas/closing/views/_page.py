"""The page of validation: what is to be looked at, then where the money is, in a sum that adds up on the page."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.http import Http404, HttpResponse
from django.shortcuts import render

from cabas.closing.forms import CountForm
from cabas.closing.till import recorded
from cabas.closing.views._money import Till, money_of
from cabas.closing.views._rows import case_rows, settled_rows
from cabas.closing.views._sum import parts_of
from cabas.closing.views._typed import ESTIMATES, typed_before
from cabas.distributions.as_announced import as_announced, is_offered
from cabas.distributions.closing_cases import baskets_of, cases
from cabas.distributions.models import Basket, Distribution, OrderLine, Receipt, Validation
from cabas.distributions.summing_up import summarise
from cabas.distributions.validating_as_announced import act_of, is_all_as_announced
from cabas.distributions.validation import UNDO_DAYS_MAX
from cabas.distributions.views._act_key import fresh_key
from cabas.distributions.views._gauge import Gauge
from cabas.groups.access import GroupRequest
from cabas.money import Money
from cabas.payments.means import Means
from cabas.prepared import prepared
from cabas.stand.models import OfflineAct

Received = Mapping[str, tuple[int, Money]]  # number and sum, by means

NOT_RECEIVED = (0, Money(0))


def distribution_or_404(request: GroupRequest, number: int) -> Distribution:
    """With `is_validated`, its group's book and means, how its last validation was undone, and `offline_count`.

    That is how many acts of its stand, done without network, are still to be looked at. One statement.
    """
    for found in _with_what_was_undone(request.group.pk, number):
        return found
    raise Http404


@prepared
def _with_what_was_undone(group: int, number: int) -> "QuerySet[Distribution]":
    undone = Validation.objects.filter(distribution=OuterRef("pk"), undone_at__isnull=False).order_by("-undone_at")
    who = Concat(F("undone_by__first_name"), Value(" "), F("undone_by__last_name"))
    open_cases = OfflineAct.objects.filter(distribution=OuterRef("pk")).open()
    offline = open_cases.order_by().values("distribution").annotate(number=Count("pk"))
    distributions = Distribution.objects.filter(group=group, number=number).with_validation()
    return distributions.annotate(
        undone_at=Subquery(undone.values("undone_at")[:1]),
        undone_why=Subquery(undone.values("undone_why")[:1]),
        undone_by=Subquery(undone.annotate(who=who).values("who")[:1]),
        undone_key=Subquery(undone.values("transaction__key")[:1]),
        offline_count=Coalesce(Subquery(offline.values("number")), 0),
    ).select_related("group__book", "group__payment_settings")


def validation_page(
    request: GroupRequest,
    distribution: Distribution,
    at: datetime,
    *,
    form: CountForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """What is to be looked at, counted and confirmed, or who validated and when; `form` as somebody filled it in."""
    context: dict[str, Any] = {"distribution": distribution, "refusal": refusal, "key": fresh_key()}
    if distribution.has_started(at):
        found = recorded(distribution)
        till = money_of(request, distribution, found.taken, form)
        context |= {"till": till, "keeps_estimates": _keeps(request, distribution)}
    if distribution.is_validated:
        context |= validated_context(distribution, at)
    elif distribution.has_started(at):
        context |= _checklist(distribution, found.for_baskets, at)
        context["now"] = _step(context)
    else:
        context["is_too_early"] = True
    return render(request, "closing/validation.html", context, status=status)


def _keeps(request: GroupRequest, distribution: Distribution) -> bool:
    """Was it ticked, and not kept yet?"""
    return bool(request.POST.get(ESTIMATES) or typed_before(request, distribution).get(ESTIMATES))


def _step(context: dict[str, Any]) -> str:
    """Which of the three steps is shown first where there is room for one: the first that is not done."""
    till: Till | None = context["till"]
    if context["cases"] or (context["unweighed"] and not context["keeps_estimates"]):
        return "paniers"
    return "argent" if till and till.is_open else "confirmer"


def validated_context(distribution: Distribution, at: datetime) -> dict[str, Any]:
    validation = distribution.validations.live().select_related("by").get()
    until = validation.at + timedelta(days=UNDO_DAYS_MAX)
    return {
        "validation": validation,
        "undo_until": until,
        "may_be_undone": at <= until,
        "took_cards": Receipt.objects.live()
        .filter(basket__distribution=distribution, payment__means=Means.TERMINAL)
        .exists(),
    }


def _checklist(distribution: Distribution, received: Received, at: datetime) -> dict[str, Any]:
    baskets = baskets_of(distribution)
    for basket in baskets:
        basket.group = distribution.group
    unsettled = cases(baskets)
    announced = as_announced(unsettled)
    is_worth_offering = announced.count > 1 and is_offered(distribution, baskets, at=at)
    summary, unweighed = summarise(baskets), _unweighed(baskets)
    transfers = received.get(Means.TRANSFER, NOT_RECEIVED)
    return {
        "cases": case_rows(unsettled),
        "announced": announced if is_worth_offering else None,
        "is_all_as_announced": is_all_as_announced(announced, unsettled) and not unweighed,
        "received_with": _still_received(distribution),
        "settled": settled_rows(baskets, unsettled),
        "unweighed": unweighed,
        "summary": summary,
        "parts": parts_of(summary, {means: total for means, (_number, total) in received.items()}),
        "transfers": {"number": transfers[0], "sum": transfers[1]},
        "gauge": Gauge(len(baskets) - len(unsettled), len(unsettled), len(baskets)),
    }


def _still_received(distribution: Any) -> str:
    """The key of the act that received and validated, where its validation is undone and its receipts stand."""
    act = act_of(distribution.undone_key or "", distribution.group.book)
    stands = act is not None and Receipt.objects.live().filter(pk__in=act.result["receipts"]).exists()
    return act.key if act is not None and stands else ""


def _unweighed(baskets: Sequence[Basket]) -> list[tuple[Basket, OrderLine]]:
    return [
        (basket, line)
        for basket in baskets
        for line in basket.lines.all()
        if line.is_unweighed and not basket.absent_at
    ]
