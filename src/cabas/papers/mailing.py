"""A receipt (E27) or a yearly statement (E28) goes by mail as a PDF, made when the mail leaves."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cabas.clock import today
from cabas.groups.models import Membership
from cabas.mail.attaching import paper
from cabas.mail.models import OutgoingMail
from cabas.mail.queueing import Letter, queue
from cabas.papers.account_files import receipt_pdf, statement_pdf
from cabas.papers.receipts import ReceiptPaper, receipt_of
from cabas.papers.yearly_statements import YearlyStatement, statement_of
from cabas.payments.models import Payment
from cabas.people.models import User
from cabas.ui.formats import euros
from cabas.ui.language import in_french


class NobodyToWriteTo(Exception):
    """No adult of the household has an e-mail, or the one who asks has none."""

    def __str__(self) -> str:
        return _("Il n’y a pas d’adresse e-mail\u202f: téléchargez le PDF, ou ajoutez une adresse.")


@transaction.atomic
@in_french
def mail_receipt(member: Membership, receipt: ReceiptPaper, *, only: User | None, at: datetime) -> list[OutgoingMail]:
    """To one adult, or to all of the household. Raises `NobodyToWriteTo`."""
    said = {"number": receipt.number, "amount": euros(receipt.payment.amount)}
    subject = _("Votre reçu n° %(number)s\u202f: %(amount)s") % said
    text = [receipt.sentence + ".", *([receipt.cancelled] if receipt.cancelled else []), _("Le reçu est joint en PDF.")]
    attached = paper("receipt", f"{receipt.file_name}.pdf", payment=receipt.payment.pk)
    link = _link(member, "papers:receipt", operation=receipt.payment.transaction.number)
    return _queued(member, "E27", subject, [*text, *_see(_("Voir le reçu"), link)], attached, only, at)


@transaction.atomic
@in_french
def mail_statement(
    member: Membership, statement: YearlyStatement, *, only: User | None, at: datetime
) -> list[OutgoingMail]:
    """To one adult, or to all of the household. Raises `NobodyToWriteTo`."""
    subject = _("Votre relevé de compte %(year)s") % {"year": statement.year}
    text = _("Votre relevé de compte %(year)s est joint en PDF\u202f: chaque opération, et le solde après elle.")
    attached = paper("statement", f"{statement.file_name}.pdf", member=member.pk, year=statement.year)
    link = _link(member, "papers:statement")
    see = _see(_("Voir le relevé"), f"{link}?annee={statement.year}" if link else "")
    return _queued(member, "E28", subject, [text % {"year": statement.year}, *see], attached, only, at)


def _queued(
    member: Membership,
    kind: str,
    subject: str,
    text: list[str],
    attached: dict[str, object],
    only: User | None,
    at: datetime,
) -> list[OutgoingMail]:
    body = "\n\n".join([_("Bonjour,"), *text])
    mails = queue([Letter(member, kind, subject, body, attached, only)], at=at)
    if not mails:
        raise NobodyToWriteTo
    return mails


def _link(member: Membership, view: str, **names: int) -> str:
    """Nothing where the installation does not know its own address."""
    if not settings.PUBLIC_ADDRESS:
        return ""
    return settings.PUBLIC_ADDRESS.rstrip("/") + reverse(view, kwargs={"slug": member.group.slug, **names})


def _see(label: str, link: str) -> list[str]:
    return [f"{label}\u202f: {link}"] if link else []


def receipt_to_attach(payment: int) -> bytes:
    """The receipt as it is now. Raises `Payment.DoesNotExist`."""
    row = Payment.objects.select_related("transaction").get(pk=payment)
    return receipt_pdf(receipt_of(_member(row.membership_id), row.transaction.number))


def statement_to_attach(member: int, year: int) -> bytes:
    """The statement as it is now. Raises `Membership.DoesNotExist`."""
    return statement_pdf(statement_of(_member(member), year, on=today()))


def _member(member: int) -> Membership:
    return Membership.objects.with_people().select_related("group", "account").get(pk=member)
