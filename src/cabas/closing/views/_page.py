"""The page of validation: what is to be looked at, then where the money is, in a sum that adds up on the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Concat
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cabas.distributions.as_announced import as_announced, is_offered
from cabas.distributions.closing_cases import Case, Reason, baskets_of, cases
from cabas.distributions.dues import due
from cabas.distributions.models import Basket, Distribution, OrderLine, Receipt, Validation
from cabas.distributions.validating_as_announced import act_of, is_all_as_announced
from cabas.distributions.validation import UNDO_DAYS_MAX, Summary, summarise
from cabas.distributions.views._act_key import fresh_key
from cabas.distributions.views._gauge import Gauge
from cabas.distributions.views._means_buttons import MeansButton, means_of
from cabas.groups.access import GroupRequest
from cabas.money import Money
from cabas.payments.means import Means
from cabas.prepared import prepared

NOTHING = Money(0)
ICONS = {Reason.NOT_COME: "user-x", Reason.UNPAID: "hourglass", Reason.TRANSFER_AWAITED: "landmark"}
RECEIVED = {
    Means.CHEQUE: ("f-cheque", gettext_lazy("Chèques")),
    Means.CASH: ("f-especes", gettext_lazy("Espèces")),
    Means.TERMINAL: ("f-carte", gettext_lazy("Carte")),
    Means.TRANSFER: ("f-virement", gettext_lazy("Virements reçus")),
}
BAR_WIDTH = 100


@dataclass(frozen=True)
class CaseRow:
    """A basket to look at, with what can be said of it."""

    case: Case

    @property
    def basket(self) -> Basket:
        return self.case.basket

    @property
    def key(self) -> str:
        """Each case has a form of its own."""
        return fresh_key()

    @property
    def icon(self) -> str:
        return ICONS[self.case.reason]

    @property
    def buttons(self) -> list[MeansButton]:
        """The means by which it may have been paid."""
        if self.case.reason == Reason.TRANSFER_AWAITED:
            return [MeansButton(Means.TRANSFER)]
        return [MeansButton(means) for means in means_of(self.basket)]


@dataclass(frozen=True)
class SettledRow:
    """A basket that asks for nothing, with why; what somebody decided of it can be undone."""

    basket: Basket

    @property
    def is_decided(self) -> bool:
        return self.basket.absent_at is not None or self.basket.is_left_owed

    @property
    def key(self) -> str:
        return fresh_key()

    @property
    def words(self) -> str:
        basket = self.basket
        if basket.absent_at:
            return _("absent, panier annulé") if basket.forgiven else _("absent")
        if basket.is_left_owed and not due(basket).is_zero:
            return _("laissé dû")
        if basket.paid:
            return _("réglé")
        if basket.means == Means.CAGNOTTE:
            return _("servi, payé par la cagnotte") if basket.served_at else _("payé par la cagnotte")
        return _("servi, rien à payer") if basket.served_at else _("rien à remettre")

    @property
    def amount(self) -> Money:
        """What is owed of it, else what was received for it, or what the cagnotte paid."""
        basket = self.basket
        paid = basket.total if basket.means == Means.CAGNOTTE and not basket.forgiven else basket.paid
        return due(basket).due or paid


def settled_rows(baskets: Sequence[Basket], unsettled: Sequence[Case]) -> list[SettledRow]:
    """First those of which somebody decided, then the others, by number."""
    to_look_at = {case.basket.pk for case in unsettled}
    rows = [SettledRow(basket) for basket in baskets if basket.pk not in to_look_at]
    return sorted(rows, key=lambda row: not row.is_decided)


@dataclass(frozen=True)
class Part:
    """A term of the sum: its drawing (`swatch`), its words, its amount, and where it stands in the bar."""

    swatch: str
    words: str
    amount: Money
    x: str = ""
    width: str = ""


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


def parts_of(summary: Summary, received: dict[str, Money]) -> list[Part]:
    """The terms of the sum: they add up to the total."""
    owing = ngettext("Reste dû, %(count)s membre", "Restent dus, %(count)s membres", summary.owing_count)
    over = ngettext("Avoir créé, %(count)s membre", "Avoirs créés, %(count)s membres", summary.overpaid_count)
    terms = [(swatch, str(words), received.get(means, NOTHING)) for means, (swatch, words) in RECEIVED.items()]
    terms += [
        ("f-doit", owing % {"count": summary.owing_count}, summary.owed),
        ("above", _("Avoirs utilisés"), summary.credit_used),
        ("above", _("Pris sur les cagnottes"), summary.from_cagnottes),
        ("f-ligne", _("Paniers annulés, à la charge du groupe"), summary.forgiven),
        ("", over % {"count": summary.overpaid_count}, -summary.overpaid),
    ]
    return _drawn([Part(*term) for term in terms if term[2]])


def _drawn(parts: Sequence[Part]) -> list[Part]:
    """Side by side in the bar, each as wide as its share; what is deducted is not drawn."""
    whole = sum(part.amount.cents for part in parts if part.amount > NOTHING) or 1
    drawn, x = [], 0.0
    for part in parts:
        width = max(0, part.amount.cents) * BAR_WIDTH / whole
        drawn.append(Part(part.swatch, part.words, part.amount, f"{x:.2f}", f"{width:.2f}"))
        x += width
    return drawn
