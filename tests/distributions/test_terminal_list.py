"""What the terminal took on an evening is listed with its sum, and compared with the ticket that it printed."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from cabas.closing.terminal_list import TerminalList, terminal_list
from cabas.distributions.models import Receipt
from cabas.distributions.serving import take_payment, undo_receipt
from cabas.groups.models import Membership
from cabas.money import Money
from cabas.payments.receiving import record_payment
from tests.cast import THURSDAY_EVENING, Cast, add_distribution, cast, key
from tests.distributions.pages import stop_clock, words

pytestmark = pytest.mark.django_db
PAGE = "/g/vallon/gestion/distributions/1/terminal"


@pytest.fixture
def play() -> Cast:
    """On Thursday Alice paid 12,00 € by card at the stand, Bob in cash, and Nadia 20,00 € by card in advance."""
    play = cast()
    signed = {"by": play.nadia, "at": THURSDAY_EVENING}
    take_payment(play.order(play.alice, {play.vegetables: 1}), "terminal", key=key(), **signed)
    take_payment(play.order(play.bob, {play.bread: 1}), "cash", key=key(), **signed)
    nadia = Membership.objects.get(adults__person=play.nadia)
    record_payment(nadia, "terminal", Money.of("20.00"), key=key(), **signed)
    return play


def told(listed: TerminalList) -> list[tuple[str, str, str, bool]]:
    return [(row.member, row.what, str(row.amount), row.is_taken_back) for row in listed.rows]


def test_it_lists_the_baskets_of_the_evening_and_what_else_the_terminal_took_that_day(play: Cast) -> None:
    listed = terminal_list(play.distribution)
    assert told(listed) == [
        ("Alice Martin", "Panier n° 1", "12.00", False),
        ("Nadia Belkacem", "Sur le compte", "20.00", False),
    ]
    assert (listed.total, listed.gap) == (Money.of("32.00"), None)


def test_another_day_another_group_and_another_evening_stay_out_unless_it_is_of_a_basket_of_this_one(
    play: Cast,
) -> None:
    other = cast("ailleurs", "Les Voisins")
    take_payment(other.order(other.alice, {other.bread: 1}), "terminal", key=key(), by=other.nadia, at=THURSDAY_EVENING)
    friday = THURSDAY_EVENING + timedelta(days=1)
    record_payment(play.bob, "terminal", Money.of("7.00"), key=key(), by=play.nadia, at=friday)
    late = play.order(Membership.objects.get(adults__person=play.nadia), {play.bread: 1, play.vegetables: 2})
    take_payment(late, "terminal", key=key(), by=play.nadia, at=friday)
    next_week = add_distribution(play.group, play.distribution.starts_at + timedelta(days=7), [play.catalog])
    assert [row[2] for row in told(terminal_list(play.distribution))] == ["12.00", "20.00", "9.40"]
    assert told(terminal_list(next_week)) == []


def test_what_was_taken_back_is_shown_and_not_counted(play: Cast) -> None:
    receipt = Receipt.objects.get(payment__means="terminal")
    undo_receipt(receipt, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    listed = terminal_list(play.distribution)
    assert told(listed)[0] == ("Alice Martin", "Panier n° 1", "12.00", True)
    assert ([row.member for row in listed.counted], str(listed.total)) == (["Nadia Belkacem"], "20.00")


def test_the_ticket_is_compared_and_the_payment_that_would_explain_the_gap_is_named(play: Cast) -> None:
    def compared(ticket: str) -> tuple[str, list[str]]:
        listed = terminal_list(play.distribution, Money.of(ticket))
        return str(listed.gap), [row.member for row in listed.suspects]

    assert compared("32.00") == ("0.00", [])
    assert compared("20.00") == ("-12.00", ["Alice Martin"])
    assert compared("40.00") == ("8.00", [])
    undo_receipt(Receipt.objects.get(payment__means="terminal"), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert compared("32.00") == ("12.00", ["Alice Martin"])  # still on the terminal


def test_the_page_and_the_workbook_say_the_same(play: Cast) -> None:
    nadia = Client()
    nadia.force_login(play.nadia)
    said = words(nadia.get(f"{PAGE}/?ticket=20").content.decode())
    assert "2 paiements , 32,00 €" in said
    assert "Le ticket dit 20,00 €, Cabas 32,00 € : écart − 12,00 €." in said
    assert "C’est la somme d’Alice Martin, Panier n° 1 : 12,00 €." in said
    assert "Le ticket et Cabas disent la même chose : 32,00 €." in words(
        nadia.get(f"{PAGE}/?ticket=32,00").content.decode()
    )
    assert nadia.get(f"{PAGE}/?ticket=12,5O").status_code == 422
    book = CalamineWorkbook.from_filelike(BytesIO(nadia.get(f"{PAGE}.xlsx").content))
    rows = book.get_sheet_by_name("Cartes").to_python()
    assert rows[0] == ["N°", "Jour", "Heure", "Membre", "Pour", "Montant", "Reçue par", "Comptée"]
    assert [row[3:] for row in rows[1:]] == [
        ["Alice Martin", "Panier n° 1", 12, "Nadia", "oui"],
        ["Nadia Belkacem", "Sur le compte", 20, "Nadia", "oui"],
    ]


def test_validation_leads_to_it_where_cards_were_taken(play: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, THURSDAY_EVENING)
    nadia = Client()
    nadia.force_login(play.nadia)
    page = nadia.get("/g/vallon/gestion/distributions/1/validation/")
    assert "Comparer les cartes au ticket du terminal" in words(page.content.decode())
    undo_receipt(Receipt.objects.get(payment__means="terminal"), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    page = nadia.get("/g/vallon/gestion/distributions/1/validation/")
    said = words(page.content.decode())  # what was paid on an account that day is on the ticket too
    assert "Carte 1 ticket, 20,00 € Comparer les cartes au ticket du terminal" in said


def test_the_list_takes_the_same_statements_for_any_number(play: Cast, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        assert len(terminal_list(play.distribution).rows) == 2
    for _more in range(3):
        record_payment(play.bob, "terminal", Money.of("7.00"), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    with django_assert_num_queries(3):
        assert len(terminal_list(play.distribution).rows) == 5
