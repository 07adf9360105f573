"""E14: what was recorded on the account while the member was not there is told by mail, with what the account now says.

The letter is queued in the transaction of the payment: both happen, or neither.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cabas.groups.models import Membership
from cabas.mail.queueing import Letter, queue
from cabas.money import Money
from cabas.payments.cagnotte import group_has_cagnottes
from cabas.payments.means import Means
from cabas.payments.models import Payment
from cabas.ui.formats import day_long, euros
from cabas.ui.language import in_french

NOTHING = Money(0)
SAID: dict[str, Any] = {
    Means.CHEQUE: gettext_lazy("chèque de %(amount)s"),
    Means.CASH: gettext_lazy("%(amount)s en espèces"),
    Means.TRANSFER: gettext_lazy("virement de %(amount)s"),
    Means.TERMINAL: gettext_lazy("%(amount)s par carte"),
    Means.ONLINE: gettext_lazy("%(amount)s par carte en ligne"),
}


def tell_received(payments: Sequence[Payment], *, at: datetime) -> None:
    """Tell the members of these payments of one group, once they are written. Five statements for any number."""
    if not payments:
        return
    members = Membership.objects.filter(pk__in={payment.membership_id for payment in payments})
    fresh = {member.pk: member for member in members.with_people().select_related("account", "group")}
    has_cagnotte = group_has_cagnottes(payments[0].group_id)
    queue([_letter(payment, fresh[payment.membership_id], has_cagnotte) for payment in payments], at=at)


def stands_at(balance: Money, *, has_cagnotte: bool = False) -> str:
    """« votre solde est à jour », « vous avez un avoir de 8,00 € »…"""
    if balance < NOTHING:
        return _("il reste %(amount)s à régler") % {"amount": euros(-balance)}
    if has_cagnotte:
        return _("votre cagnotte est à %(amount)s") % {"amount": euros(balance)}
    if balance > NOTHING:
        return _("vous avez un avoir de %(amount)s") % {"amount": euros(balance)}
    return _("votre solde est à jour")


@in_french
def _letter(payment: Payment, member: Membership, has_cagnotte: bool) -> Letter:
    said = {
        "what": SAID[payment.means] % {"amount": euros(payment.amount)},
        "balance": stands_at(member.account.balance, has_cagnotte=has_cagnotte),
        "day": day_long(payment.received_on),
    }
    text = [
        _("Bonjour %(name)s,") % {"name": member.people[0].first_name} if member.people else _("Bonjour,"),
        _("bien reçu, le %(day)s\u202f: %(what)s. Après cela, %(balance)s.") % said,
    ]
    if payment.reference:
        text.append(_("Référence\u202f: %(reference)s.") % {"reference": payment.reference})
    if payment.note:
        text.append(payment.note)
    text.append(_("Une question\u202f? Répondez à ce message."))
    subject = _("Bien reçu\u202f: %(what)s, %(balance)s") % said
    return Letter(member, "E14", subject, "\n\n".join(text))
