"""The page of validation: what is to be looked at, then where the money is, in a sum that adds up on the page."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Concat
from django.http import Http404, HttpResponse
from django.shortcuts import render

from cabas.closing.views._rows import CaseRow, settled_rows
from cabas.closing.views._sum import parts_of
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


def distribution_or_404(request: GroupRequest, number: int) -> Distribution:
    """With `is_validated`, its group's book and means, and how its last validation was undone. One statement."""
    for found in _with_what_was_undone(request.group.pk, number):
        return found
    raise Http404


@prepared
def _with_what_was_undone(group: int, number: int) -> "QuerySet[Distribution]":
    undone = Validation.objects.filter(distribution=OuterRef("pk"), undone_at__isnull=False).order_by("-undone_at")
    who = Concat(F("undone_by__first_name"), Value(" "), F("undone_by__last_name"))
    distributions = Distribution.objects.filter(group=group, number=number).with_validation()
    return distributions.annotate(
        undone_at=Subquery(undone.values("undone_at")[:1]),
        undone_why=Subquery(undone.values("undone_why")[:1]),
        undone_by=Subquery(undone.annotate(who=who).values("who")[:1]),
        undone_key=Subquery(undone.values("transaction__key")[:1]),
    ).select_related("group__book", "group__payment_settings")


def validation_page(
    request: GroupRequest, distribution: Distribution, at: datetime, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    """What is to be looked at and confirmed, or who validated and when."""
    context: dict[str, Any] = {"distribution": distribution, "refusal": refusal, "key": fresh_key()}
    if distribution.is_validated:
        context |= validated_context(distribution, at)
    elif distribution.has_started(at):
        context |= _checklist(distribution, at)
    else:
        context["is_too_early"] = True
    return render(request, "closing/validation.html", context, status=status)


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


def _checklist(distribution: Distribution, at: datetime) -> dict[str, Any]:
    baskets = baskets_of(distribution)
    for basket in baskets:
        basket.group = distribution.group
    unsettled = cases(baskets)
    announced = as_announced(unsettled)
    is_worth_offering = announced.count > 1 and is_offered(distribution, baskets, at=at)
    summary, unweighed, received = summarise(baskets), _unweighed(baskets), _received(distribution)
    return {
        "cases": [CaseRow(case) for case in unsettled],
        "announced": announced if is_worth_offering else None,
        "is_all_as_announced": is_all_as_announced(announced, unsettled) and not unweighed,
        "received_with": _still_received(distribution),
        "settled": settled_rows(baskets, unsettled),
        "unweighed": unweighed,
        "summary": summary,
        "parts": parts_of(summary, received),
        "took_cards": Means.TERMINAL in received,
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


def _received(distribution: Distribution) -> dict[str, Money]:
    """What was received, by means."""
    receipts: QuerySet[Any] = Receipt.objects.live().filter(basket__distribution=distribution)
    sums = receipts.values("payment__means").annotate(sum=Sum("payment__amount"))
    return {row["payment__means"]: row["sum"] for row in sums}
