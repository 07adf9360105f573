"""The operations that the treasury may write on an account, and the form of each as it is proposed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cabas.clock import local_date
from cabas.groups.access import GroupRequest
from cabas.money import AmountUnreadable, Money, parse_amount
from cabas.treasury.forms import CorrectionForm, DatedForm, OpeningForm, PaymentForm, RefundForm
from cabas.treasury.overview import names_of
from cabas.treasury.views._account_page import Position
from cabas.treasury.views._gift_form import GiftForm
from cabas.treasury.views._member import Opened


@dataclass(frozen=True)
class Operation:
    """What can be written: `name` is that of its address and of its form."""

    name: str
    label: Any
    form: type[DatedForm]

    @property
    def template(self) -> str:
        return f"treasury/_account_{self.name}.html"


PAYMENT = Operation("payment", _("Paiement reçu"), PaymentForm)
REFUND = Operation("refund", _("Remboursement"), RefundForm)
CORRECTION = Operation("correction", _("Geste ou correction"), CorrectionForm)
OPENING = Operation("opening", _("Reprise de solde"), OpeningForm)
GIFT = Operation("gift", _("Don"), GiftForm)
OPERATIONS = (PAYMENT, REFUND, GIFT, CORRECTION, OPENING)


def form_context(
    request: GroupRequest, opened: Opened, position: Position, operation: Operation, form: DatedForm | None = None
) -> dict[str, Any]:
    """What the form of an operation is drawn with; without a form, the one that is proposed."""
    form = form or proposed(operation, opened, position, request.GET)
    effect = form.effect()
    names = {"slug": request.group.slug, "number": opened.member.number}
    return {
        "operation": operation,
        "operations": [(one, reverse(f"treasury:{one.name}", kwargs=names)) for one in OPERATIONS],
        "form": form,
        "form_url": reverse(f"treasury:{operation.name}", kwargs=names),
        "names": names_of(request.group) if operation == GIFT else [],
        "amount": abs(effect),
        "after": position.after(effect),
    }


def bound(operation: Operation, opened: Opened, data: Any, at: datetime) -> DatedForm:
    """The form of an operation as it was sent."""
    return operation.form(data, means=opened.means, today=local_date(at))


def proposed(operation: Operation, opened: Opened, position: Position, query: Mapping[str, Any]) -> DatedForm:
    """The debt, the means last used or else announced, today; or the `amount` and `direction` in the query."""
    proposals = {PAYMENT: position.proposed, REFUND: position.avoir, GIFT: position.avoir}
    only_means = opened.means[0] if len(opened.means) == 1 else ""
    announced = position.announced[0].means if position.announced else ""
    initial: dict[str, Any] = {
        "amount": _typed(query["amount"]) if "amount" in query else proposals.get(operation) or None,
        "means": opened.last_means or announced or only_means,
        "direction": query.get("direction", ""),
        "to": query.get("to", GiftForm.TO_MEMBER),
        "receiver": query.get("receiver", ""),
    }
    return operation.form(initial=initial, means=opened.means, today=local_date(position.at))


def _typed(text: str) -> Money | str:
    """The amount that is being typed; as it is while it cannot be read."""
    try:
        return abs(parse_amount(text))
    except AmountUnreadable:
        return text[:20]
