"""Members are told by mail what became of a card payment: received (E14), come to nothing (E22), taken back (E23)."""

from datetime import datetime

from django.utils.translation import gettext as _

from cabas.ledger.models import Account
from cabas.mail.queueing import Letter, queue
from cabas.money import Money
from cabas.payments.models import Payment
from cabas.payments.online.interface import TakenBack, Taking
from cabas.payments.online.models import OnlinePayment
from cabas.ui import formats

NOTHING = Money(0)


def received(online: OnlinePayment, payment: Payment, *, at: datetime) -> None:
    """E14."""
    said = {"amount": formats.euros(payment.amount), "balance": _balance(online)}
    subject = _("Bien reçu\u202f: %(amount)s par carte en ligne, %(balance)s") % said
    text = [_("votre paiement par carte de %(amount)s est arrivé\u202f: %(balance)s.") % said]
    if online.differs:
        asked = {"asked": formats.euros(online.amount)}
        text.append(_("Le montant demandé était de %(asked)s\u202f: c’est ce qui est arrivé qui compte.") % asked)
    _tell(online, "E14", subject, text, at)


def came_to_nothing(online: OnlinePayment, *, at: datetime) -> None:
    """E22: failed, abandoned or expired; the order stays."""
    said = {"amount": formats.euros(online.amount), "balance": _balance(online)}
    subject = _("Paiement par carte non abouti\u202f: %(amount)s, votre commande tient") % said
    text = [
        _("votre paiement par carte de %(amount)s n’a pas abouti\u202f: rien n’a été débité de votre carte.") % said,
        _("Votre commande est gardée, et %(balance)s.") % said,
        _("Jusqu’à la clôture, vous pouvez payer de nouveau ou choisir un autre moyen, depuis votre commande."),
    ]
    _tell(online, "E22", subject, text, at)


def taken_back(online: OnlinePayment, taken: TakenBack, *, at: datetime) -> None:
    """E23: refunded to the card, or disputed at the bank. Once it is written."""
    said = {"amount": formats.euros(taken.amount), "balance": _balance(online)}
    if taken.taking == Taking.REFUND:
        subject = _("Remboursement de %(amount)s sur votre carte, %(balance)s") % said
        text = [_("le groupe vous rembourse %(amount)s sur votre carte\u202f: %(balance)s.") % said]
    else:
        subject = _("Paiement par carte contesté\u202f: %(amount)s, %(balance)s") % said
        text = [
            _("votre banque a repris un paiement par carte de %(amount)s\u202f: %(balance)s.") % said,
            _("Si vous n’avez rien contesté, répondez à ce message."),
        ]
    _tell(online, "E23", subject, text, at)


def _balance(online: OnlinePayment) -> str:
    """« votre solde est à jour », as it is now."""
    balance = Account.objects.get(pk=online.membership.account_id).balance
    if balance > NOTHING:
        return _("vous avez un avoir de %(amount)s") % {"amount": formats.euros(balance)}
    if balance < NOTHING:
        return _("il reste %(amount)s à régler") % {"amount": formats.euros(-balance)}
    return _("votre solde est à jour")


def _tell(online: OnlinePayment, kind: str, subject: str, text: list[str], at: datetime) -> None:
    """The payment must be fetched with its household's people and its group."""
    body = "\n\n".join([_("Bonjour,"), *text])
    queue([Letter(online.membership, kind, subject, body)], at=at)
