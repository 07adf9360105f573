"""What is written on an account beside orders, and the undoing of each, says what it is, who wrote it and why."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cabas.ledger.models import Transaction
from cabas.money import Money
from cabas.payments.means import BY_MEANS, ICON_OF, Means
from cabas.payments.models import Correction, Gift, OpeningBalance, Payment, Refund
from cabas.payments.reasons import worded

REVERSAL_ICON = "undo-2"
CORRECTION_ICON = "hand-heart"
OPENING_ICON = "history"
GIFT_ICON = "gift"
FEE_ICON = "receipt-text"
RECEIVED_BY: dict[str, Any] = {
    Means.CHEQUE: gettext_lazy("reçu par %(name)s"),
    Means.CASH: gettext_lazy("reçues par %(name)s"),
    Means.TRANSFER: gettext_lazy("enregistré par %(name)s"),
    Means.TERMINAL: gettext_lazy("reçue par %(name)s"),
    Means.ONLINE: gettext_lazy("payée par %(name)s"),
}

_ROWS = ("payment", "refund", "correction", "openingbalance", "gift__membership", "gift__receiver", "returnfee")
_OF_PAYMENTS = ("payment__replaces", "payment__moved_from__membership", "payment__returned")
_OF_UNDONE_PAYMENTS = ("payment__replaced_by", "payment__moved_to__membership", "payment__returned")


@dataclass(frozen=True)
class Cause:
    """What made a line: its words, and whether it is about paying or about ordering.

    `movement`: « payment », « refund », « correction », « opening », « gift » or « fee » where the line is one.
    `is_returned`: a cheque that came back, which may be said not to have. `basket`: the number of a distribution, and
    that of its basket, where the line is about one that holds something.
    """

    icon: str
    title: str
    details: tuple[str, ...] = ()
    who: str = ""
    is_payment: bool = False
    movement: str = ""
    is_returned: bool = False
    basket: tuple[int, int] | None = None


def along(transaction: str) -> list[str]:
    """What to fetch with a transaction, at this path, so that `cause_of` asks nothing more of the database."""
    undone = f"{transaction}__reverses"
    written = [f"{transaction}__{row}" for row in (*_ROWS, *_OF_PAYMENTS)]
    return written + [f"{undone}__{row}" for row in (*_ROWS, *_OF_UNDONE_PAYMENTS)]


def cause_of(transaction: Transaction, name: str, *, is_credit: bool) -> Cause | None:
    """What this transaction is, where it is a movement or the reversal of one; `name`: who wrote it.

    `is_credit`: it is read on the account that it credits. A gift is on two.
    """
    if (wrong := transaction.reverses) is not None:
        return _of_undoing(wrong, worded(transaction.memo), by(name))
    if (payment := _row(transaction, "payment")) is not None:
        return _of_payment(payment, name)
    if (refund := _row(transaction, "refund")) is not None:
        return _of_refund(refund, by(name))
    if (opening := _row(transaction, "openingbalance")) is not None:
        return _of_opening(opening, by(name))
    if (gift := _row(transaction, "gift")) is not None:
        return _of_gift(gift, by(name), is_credit)
    if _row(transaction, "returnfee") is not None:
        return Cause(FEE_ICON, _("Frais de chèque rejeté"), (), by(name), is_payment=True, movement="fee")
    correction = _row(transaction, "correction")
    return None if correction is None else _of_correction(correction, by(name))


def by(name: str) -> str:
    """« par Nadia »; nothing where nobody is known."""
    return _("par %(name)s") % {"name": name} if name else ""


def _row(transaction: Transaction, name: str) -> Any:
    return getattr(transaction, name, None)


def title_of(payment: Payment) -> str:
    """« Chèque n° 1204 », « Espèces »."""
    title = str(Means(payment.means).label)
    if payment.reference:
        return _("%(means)s n° %(reference)s") % {"means": title, "reference": payment.reference}
    return title


def _of_payment(payment: Payment, name: str) -> Cause:
    details = [payment.note] if payment.note else []
    if payment.replaces is not None:
        details.insert(0, _instead_of(payment, payment.replaces))
    if payment.moved_from is not None:
        wrong = {"number": payment.moved_from.membership.number}
        details.insert(0, _("noté d’abord, par erreur, au membre n° %(number)s") % wrong)
    returned = getattr(payment, "returned", None)
    return Cause(
        icon=ICON_OF[payment.means],
        title=title_of(payment),
        details=tuple(details),
        who=RECEIVED_BY[payment.means] % {"name": name} if name else "",
        is_payment=True,
        movement="payment",
        is_returned=returned is not None and returned.undone_at is None,
    )


def _instead_of(payment: Payment, wrong: Payment) -> str:
    if (payment.means, payment.reference) == (wrong.means, wrong.reference):
        return _("rejet annulé")
    return _("au lieu de\u202f: %(wrong)s") % {"wrong": title_of(wrong)}


def _of_refund(refund: Refund, who: str) -> Cause:
    title = _("Remboursement %(by_means)s") % {"by_means": BY_MEANS[refund.means]}
    return Cause(ICON_OF[refund.means], title, (refund.reason,), who, is_payment=True, movement="refund")


def _of_correction(correction: Correction, who: str) -> Cause:
    is_credit = correction.amount > Money(0)
    title = _("Correction en faveur du membre") if is_credit else _("Correction en faveur du groupe")
    return Cause(CORRECTION_ICON, title, (correction.reason,), who, is_payment=True, movement="correction")


def _of_opening(opening: OpeningBalance, who: str) -> Cause:
    was = _("avait en avoir") if opening.amount > Money(0) else _("devait")
    return Cause(OPENING_ICON, _("Reprise de solde"), (was,), who, is_payment=True, movement="opening")


def _of_gift(gift: Gift, who: str, is_credit: bool) -> Cause:
    """The other is named by number: what is in an account stays when a person is erased."""
    if is_credit:
        title = _("Don du membre n° %(number)s") % {"number": gift.membership.number}
    elif gift.receiver is not None:
        title = _("Don au membre n° %(number)s") % {"number": gift.receiver.number}
    else:
        title = _("Don au groupe")
    return Cause(GIFT_ICON, title, (gift.reason,), who, is_payment=True, movement="gift")


def _of_undoing(wrong: Transaction, reason: str, who: str) -> Cause | None:
    if (payment := _row(wrong, "payment")) is not None:
        title, reason = _title_of_undoing(payment), reason or _reason_of_undoing(payment)
    elif _row(wrong, "refund") is not None:
        title = _("Remboursement\u202f: annulation")
    elif _row(wrong, "correction") is not None:
        title = _("Correction\u202f: annulation")
    elif _row(wrong, "openingbalance") is not None:
        title = _("Reprise de solde\u202f: annulation")
    elif _row(wrong, "gift") is not None:
        title = _("Don\u202f: annulation")
    elif _row(wrong, "returnfee") is not None:
        title = _("Frais de chèque rejeté\u202f: annulation")
    else:
        return None
    return Cause(REVERSAL_ICON, title, (reason,) if reason else (), who, is_payment=True)


def _title_of_undoing(payment: Payment) -> str:
    means = payment.get_means_display()
    again: Payment | None = getattr(payment, "replaced_by", None)
    if getattr(payment, "returned", None) is not None:
        return _("%(title)s\u202f: rejeté par la banque") % {"title": title_of(payment)}
    if getattr(payment, "moved_to", None) is not None:
        return _("%(title)s\u202f: compte corrigé") % {"title": title_of(payment)}
    if again is None:
        return _("%(means)s\u202f: annulation") % {"means": means}
    if again.means == payment.means:
        return _("%(means)s\u202f: n° corrigé") % {"means": means}
    return _("%(means)s\u202f: moyen corrigé") % {"means": means}


def _reason_of_undoing(payment: Payment) -> str:
    """What the bank said, or to whom the money went."""
    if (returned := getattr(payment, "returned", None)) is not None:
        return str(returned.reason)
    if (moved := getattr(payment, "moved_to", None)) is not None:
        return _("porté au membre n° %(number)s") % {"number": moved.membership.number}
    return ""
