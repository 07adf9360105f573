"""On an account a fee says its title and its year, its undoing too: « Adhésion 2026-2027 : annulation »."""

from django.utils.translation import gettext as _

from cabas.ledger.models import Transaction
from cabas.membership_fees.recording import CHARGED
from cabas.payments.explaining import REVERSAL_ICON, Cause, by
from cabas.payments.reasons import worded

ICON = "id-card"


def fee_cause(transaction: Transaction, name: str) -> Cause | None:
    """What this transaction is, fetched with what it reverses, where it is a fee or its undoing. No statement."""
    if transaction.kind == CHARGED:
        return Cause(ICON, _titled(transaction), (), by(name), is_payment=True, movement="membership fee")
    undone = transaction.reverses
    if undone is None or undone.kind != CHARGED:
        return None
    title = _("%(title)s\u202f: annulation") % {"title": _titled(undone)}
    reason = worded(transaction.memo)
    return Cause(REVERSAL_ICON, title, (reason,) if reason else (), by(name), is_payment=True)


def _titled(transaction: Transaction) -> str:
    """Words may have been erased from a book; what it was is not forgotten."""
    return transaction.memo or _("Cotisation")
