"""A receipt and a yearly statement as pages, files and mails: the same for their member and for the treasury."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cabas.clock import now, today
from cabas.distributions.standing import plain
from cabas.groups.access import GroupRequest
from cabas.groups.models import Membership
from cabas.mail.models import OutgoingMail
from cabas.papers.account_files import receipt_pdf, statement_pdf
from cabas.papers.mailing import NobodyToWriteTo, mail_receipt, mail_statement
from cabas.papers.receipts import ReceiptPaper, receipt_of
from cabas.papers.yearly_statements import statement_of, year_asked, years_of
from cabas.payments.models import Payment
from cabas.people.models import User
from cabas.ui.downloads import pdf_file
from cabas.ui.toasts import alert, toast

YEAR = "annee"


@dataclass(frozen=True)
class Frame:
    """Around a paper: where one came from, where its file is and where it is mailed (nowhere, for who may not)."""

    back: str
    back_label: str
    file: str
    mail: str
    mail_label: str


def receipt_or_404(member: Membership, operation: int) -> ReceiptPaper:
    try:
        return receipt_of(member, operation)
    except Payment.DoesNotExist:
        raise Http404 from None


def show_receipt(request: GroupRequest, member: Membership, operation: int, frame: Frame) -> HttpResponse:
    paper = receipt_or_404(member, operation)
    return render(request, "papers/receipt.html", {"paper": paper, "frame": frame})


def give_receipt(member: Membership, operation: int) -> HttpResponse:
    paper = receipt_or_404(member, operation)
    return pdf_file(paper.file_name, receipt_pdf(paper))


def send_receipt(
    request: GroupRequest, member: Membership, operation: int, to: str, *, only: User | None
) -> HttpResponse:
    """Queue it, and back to `to`."""
    paper = receipt_or_404(member, operation)
    try:
        _say_sent(request, mail_receipt(member, paper, only=only, at=now()))
    except NobodyToWriteTo as refusal:
        alert(request, str(refusal))
    return redirect(to)


def show_statement(request: GroupRequest, member: Membership, frame: Frame) -> HttpResponse:
    """Of the year in the address (`annee`), or of this one."""
    on = today()
    years = years_of(member.account, on=on)
    statement = statement_of(member, year_asked(request.GET.get(YEAR, ""), years), on=on)
    context = {
        "statement": statement,
        "years": years,
        "frame": frame,
        "opening": plain(statement.opening),
        "closing": plain(statement.closing),
    }
    return render(request, "papers/statement.html", context)


def give_statement(request: GroupRequest, member: Membership) -> HttpResponse:
    on = today()
    year = year_asked(request.GET.get(YEAR, ""), years_of(member.account, on=on))
    statement = statement_of(member, year, on=on)
    return pdf_file(f"{statement.file_name}-{statement.head.member}", statement_pdf(statement))


def send_statement(request: GroupRequest, member: Membership, to: str, *, only: User | None) -> HttpResponse:
    """Queue that of the year which was posted, and back to its page below `to`."""
    on = today()
    year = year_asked(request.POST.get(YEAR, ""), years_of(member.account, on=on))
    try:
        _say_sent(request, mail_statement(member, statement_of(member, year, on=on), only=only, at=now()))
    except NobodyToWriteTo as refusal:
        alert(request, str(refusal))
    return redirect(f"{to}?{YEAR}={year}")


def _say_sent(request: GroupRequest, mails: list[OutgoingMail]) -> None:
    addresses = _(" et ").join(mail.to for mail in mails)
    toast(request, _("Le PDF part à %(addresses)s.") % {"addresses": addresses})
