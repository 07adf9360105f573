"""A receipt and a yearly statement are also PDF files, with the same words as their pages."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.clock import PARIS
from cabas.distributions.explaining import ExplainedLine
from cabas.distributions.standing import plain
from cabas.money import Money
from cabas.papers.receipts import ReceiptPaper
from cabas.papers.yearly_statements import YearlyStatement
from cabas.sheets.pdf import pdf
from cabas.ui.formats import date_field, euros, number, signed

PAPERS = Path(__file__).parent / "typst"
NOON = time(12)


def receipt_pdf(paper: ReceiptPaper) -> bytes:
    """The receipt on a page of A4."""
    data = {
        **paper.head.as_data(),
        "title": paper.title,
        "foot": f"{paper.head.group} · {paper.title}",
        "sentence": paper.sentence,
        "amount": euros(paper.payment.amount),
        "facts": [{"label": fact.label, "value": fact.value} for fact in paper.facts],
        **_basket(paper),
        "cancelled": paper.cancelled,
        "cancelled_word": _("Annulé"),
    }
    return pdf(PAPERS / "receipt.typ", data, at=paper.payment.recorded_at)


def _basket(paper: ReceiptPaper) -> dict[str, Any]:
    if paper.basket is None:
        return {"items": []}
    return {
        "basket": _("Panier n° %(number)s") % {"number": paper.basket.number},
        "items": [{"label": item.label, "amount": euros(item.amount)} for item in paper.items],
        "items_total": {"label": _("Total du panier"), "amount": euros(paper.basket.total)},
    }


def statement_pdf(statement: YearlyStatement) -> bytes:
    """The statement on as many pages as it takes."""
    data = {
        **statement.head.as_data(),
        "title": statement.title,
        "foot": f"{statement.head.group} · {statement.title} · {statement.head.member}",
        "period": _("Du 1er janvier au %(last)s.") % {"last": statement.last_day},
        "headings": [_("Date"), _("Opération"), _("Débit"), _("Crédit"), _("Solde")],
        "opening": {
            "label": _("Solde au 1er janvier %(year)s") % {"year": statement.year},
            "amount": _in_words(statement.opening),
        },
        "rows": [_row(line) for line in statement.lines],
        "totals": {
            "label": _("Total des opérations"),
            "debit": euros(statement.debits),
            "credit": euros(statement.credits),
        },
        "closing": {
            "label": _("Solde au %(day)s") % {"day": statement.last_day},
            "amount": _in_words(statement.closing),
        },
        **_parts(statement),
        "note": _note(statement),
    }
    return pdf(PAPERS / "statement.typ", data, at=_moment(statement.last))


def _row(line: ExplainedLine) -> dict[str, Any]:
    more = [*line.cause.details, line.cause.who]
    return {
        "day": date_field(line.day),
        "title": line.cause.title,
        "more": " · ".join([*([_("annulée")] if line.is_undone else []), *(word for word in more if word)]),
        "undone": line.is_undone,
        "debit": euros(line.debited) if line.debited else "",
        "credit": euros(line.credited) if line.credited else "",
        "balance": signed(line.balance_after),
    }


def _parts(statement: YearlyStatement) -> dict[str, Any]:
    return {
        "sums_title": _("Par nature d’opération"),
        "sums_headings": [_("Nature"), _("Nombre"), _("Montant")],
        "sums": [
            {"label": part.label, "count": number(part.count), "amount": signed(part.amount)}
            for part in statement.parts
        ],
        "sums_total": {"label": _("Ce que l’année a changé au solde"), "count": "", "amount": signed(statement.change)},
    }


def _in_words(balance: Money) -> str:
    """« avoir 12,50 € »: a balance is never a naked number."""
    standing = plain(balance)
    return f"{standing.label} {euros(standing.amount)}"


def _note(statement: YearlyStatement) -> str:
    count = len(statement.lines)
    said = ngettext("%(count)s opération", "%(count)s opérations", count) % {"count": number(count)}
    return _("%(operations)s. Une opération annulée et son annulation ne changent rien au solde.") % {
        "operations": said
    }


def _moment(day: date) -> datetime:
    """The same file bears the same moment, however often it is made."""
    return datetime.combine(day, NOON, PARIS)
