"""Members are told by mail what became of a card payment: received (E14), come to nothing (E22), taken back (E23).

Who keeps the accounts or administers the group is told what they have to look at (E26).
"""

from datetime import datetime

from django.utils.translation import gettext as _

from cabas.groups.models import Role
from cabas.ledger.models import Account
from cabas.mail.queueing import Letter, queue
from cabas.mail.to_roles import letters_to
from cabas.money import Money
from cabas.payments.cagnotte import group_has_cagnottes
from cabas.payments.models import Payment
from cabas.payments.online.interface import TakenBack, Taking
from cabas.payments.online.models import OnlinePayment
from cabas.payments.telling import stands_at
from cabas.ui import formats
from cabas.ui.language import in_french

NOTHING = Money(0)


@in_french
def received(online: OnlinePayment, payment: Payment, *, at: datetime) -> None:
    """E14."""
    said = {"amount": formats.euros(payment.amount), "balance": _balance(online)}
    subject = _("Bien reçu\u202f: %(amount)s par carte en ligne, %(balance)s") % said
    text = [_("votre paiement par carte de %(amount)s est arrivé\u202f: %(balance)s.") % said]
    if online.differs:
        asked = {"asked": formats.euros(online.amount)}
        text.append(_("Le montant demandé était de %(asked)s\u202f: c’est ce qui est arrivé qui compte.") % asked)
    _tell(online, "E14", subject, text, at)


@in_french
def came_to_nothing(online: OnlinePayment, *, at: datetime) -> None:
    """E22: failed, abandoned or expired; the order stays."""
    said = {"amount": formats.euros(online.amount), "balance": _balance(online)}
    subject = _("Paiement par carte non abouti\u202f: %(amount)s, votre commande tient") % said
    text = [
        _("votre paiement par carte de %(amount)s n’a pas abouti\u202f: rien n’a été débité de votre carte.") % said,
        _("Votre commande est gardée, et %(balance)s.") % said,
        _("Jusqu’à la clôture, vous pouvez payer de nouveau ou choisir un autre moyen, depuis votre commande."),
        _("Ensuite, vous réglerez au stand."),
    ]
    _tell(online, "E22", subject, text, at)


@in_french
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


@in_french
def set_aside(online: OnlinePayment, *, at: datetime) -> None:
    """E26: nothing was credited, and somebody must look at it."""
    said = {"amount": formats.euros(online.amount), "member": online.membership.full_name}
    text = [_("le paiement par carte de %(amount)s de %(member)s n’a pas été porté à son compte.") % said]
    if online.is_in_other_money:
        came = {"amount": formats.in_currency(online.received or NOTHING, online.currency)}
        text.append(_("Il est arrivé dans une autre monnaie\u202f: %(amount)s.") % came)
        text.append(_("Chez le prestataire, remboursez-le. Si vous le gardez, notez le paiement au compte du membre."))
    else:
        text.append(_("Le prestataire ne le connaît plus\u202f: les clés du groupe ont sans doute changé de compte."))
        text.append(_("Regardez dans l’ancien compte s’il a été payé. Si oui, notez le paiement au compte du membre."))
    _tell_keepers(online, _("Paiement par carte à regarder\u202f: %(amount)s, %(member)s") % said, text, at)


@in_french
def disputed(online: OnlinePayment, taken: TakenBack, *, at: datetime) -> None:
    """E26: the bank took the money; the group may answer, at the provider, for some days."""
    said = {"amount": formats.euros(taken.amount), "member": online.membership.full_name}
    text = [
        _("le paiement par carte de %(amount)s de %(member)s est contesté\u202f: la banque l’a repris.") % said,
        _("Cette somme est reprise sur le compte du membre."),
        _("Le prestataire vous a dit jusqu’à quand vous pouvez lui répondre. Si le groupe gagne, tout est rétabli."),
    ]
    _tell_keepers(online, _("Paiement par carte contesté\u202f: %(amount)s, %(member)s") % said, text, at)


def _balance(online: OnlinePayment) -> str:
    """« votre solde est à jour », as it is now."""
    balance = Account.objects.get(pk=online.membership.account_id).balance
    return stands_at(balance, has_cagnotte=group_has_cagnottes(online.group_id))


def _tell(online: OnlinePayment, kind: str, subject: str, text: list[str], at: datetime) -> None:
    """The payment must be fetched with its household's people and its group."""
    body = "\n\n".join([_("Bonjour,"), *text])
    queue([Letter(online.membership, kind, subject, body)], at=at)


def _tell_keepers(online: OnlinePayment, subject: str, text: list[str], at: datetime) -> None:
    """Those who hold the treasury or the administration, each once."""
    roles, body = [Role.TREASURER, Role.ADMINISTRATOR], "\n\n".join([_("Bonjour,"), *text])
    queue(letters_to(online.group_id, roles, "E26", subject, body), at=at)
