"""A yearly statement is the year of the ledger: what it opens with, each operation by day, what it closes with."""

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail as mailbox
from django.test import Client
from django.urls import reverse

from cabas.clock import PARIS
from cabas.distributions.taking_back import take_back_payment
from cabas.groups.models import Membership, Role
from cabas.groups.roles import set_roles
from cabas.ledger.models import Entry
from cabas.ledger.statements import balance_on
from cabas.mail.models import OutgoingMail
from cabas.mail.tasks import send_waiting
from cabas.money import Money
from cabas.papers.account_files import statement_pdf
from cabas.papers.yearly_statements import Part, YearlyStatement, statement_of, year_asked, years_of
from cabas.payments.correcting import correct
from cabas.payments.receiving import record_payment
from cabas.payments.refunding import refund
from tests.cast import TUESDAY, Cast, cast, key

pytestmark = pytest.mark.django_db

TODAY = TUESDAY.date()


@pytest.fixture
def vallon() -> Cast:
    return cast()


def pay(play: Cast, means: str, cents: int, *, at: datetime = TUESDAY, **more: Any) -> Any:
    return record_payment(play.alice, means, Money(cents), key=key(), by=play.nadia, at=at, **more)


def fetched(member: Membership) -> Membership:
    return Membership.objects.with_people().select_related("group__book", "account").get(pk=member.pk)


def of(member: Membership, year: int, on: date = TODAY) -> YearlyStatement:
    return statement_of(fetched(member), year, on=on)


def rows(statement: YearlyStatement) -> list[tuple[str, str, str, str]]:
    return [
        (f"{line.day:%d/%m}", line.cause.title, str(line.amount), str(line.balance_after)) for line in statement.lines
    ]


def test_a_year_opens_where_the_last_one_closed(vallon: Cast):
    pay(vallon, "cash", 500, on=date(2025, 12, 31))
    pay(vallon, "cheque", 3000, reference="12", on=date(2026, 3, 2))
    vallon.order(vallon.alice, {vallon.vegetables: 2})
    last, this = of(vallon.alice, 2025), of(vallon.alice, 2026)
    assert (str(last.opening), str(last.closing), rows(last)) == (
        "0.00",
        "5.00",
        [("31/12", "Espèces", "5.00", "5.00")],
    )
    assert (str(this.opening), str(this.closing)) == ("5.00", "11.00")
    assert rows(this) == [
        ("02/03", "Chèque n° 12", "30.00", "35.00"),
        ("24/11", "Commande du jeu. 26 nov.", "-24.00", "11.00"),
    ]
    assert (str(this.debits), str(this.credits), str(this.change)) == ("24.00", "30.00", "6.00")


def test_operations_come_by_day_whenever_they_were_written(vallon: Cast):
    pay(vallon, "cash", 100, on=date(2026, 5, 1))
    pay(vallon, "cash", 200, on=date(2026, 2, 1))
    assert rows(of(vallon.alice, 2026)) == [("01/02", "Espèces", "2.00", "2.00"), ("01/05", "Espèces", "1.00", "3.00")]


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), 2026),  # 23 h 59 in Paris
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), 2027),  # midnight in Paris
        (datetime(2026, 12, 31, 23, 59, tzinfo=PARIS), 2026),
        (datetime(2027, 1, 1, 0, 0, tzinfo=PARIS), 2027),
    ],
)
def test_a_year_ends_at_midnight_in_paris(vallon: Cast, moment: datetime, year: int):
    pay(vallon, "cash", 100, at=moment)
    on = date(2027, 6, 1)
    assert [len(of(vallon.alice, asked, on).lines) for asked in (2026, 2027)] == [int(year == 2026), int(year == 2027)]


def test_the_parts_add_up_to_what_the_year_changed(vallon: Cast):
    pay(vallon, "cheque", 3000)
    pay(vallon, "cheque", 1000)
    wrong = pay(vallon, "transfer", 700)
    take_back_payment(wrong, key=key(), by=vallon.nadia, at=TUESDAY, why="doublon")
    vallon.order(vallon.alice, {vallon.vegetables: 1})
    refund(vallon.alice, "cash", Money(300), why="avoir", key=key(), by=vallon.nadia, at=TUESDAY)
    correct(vallon.alice, Money(50), why="geste", key=key(), by=vallon.nadia, at=TUESDAY)
    statement = of(vallon.alice, 2026)
    assert statement.parts == [
        Part("Commandes", 1, Money(-1200)),
        Part("Paiements par chèque", 2, Money(4000)),
        Part("Remboursements en espèces", 1, Money(-300)),
        Part("Autres opérations", 1, Money(50)),
    ]
    assert Money.sum(part.amount for part in statement.parts) == statement.change
    assert statement.credits - statement.debits == statement.change
    assert [line.is_undone for line in statement.lines].count(True) == 2


def test_every_statement_is_the_ledger_to_the_cent(vallon: Cast):
    for month in range(1, 13):
        pay(vallon, ("cash", "cheque", "transfer")[month % 3], 137 * month, on=date(2025, month, 28))
        pay(vallon, "cash", 11 * month, on=date(2024, month, 1))
    vallon.order(vallon.alice, {vallon.vegetables: 1, vallon.bread: 3})
    account = fetched(vallon.alice).account
    for year in years_of(account, on=TODAY):
        statement = of(vallon.alice, year)
        assert statement.opening == balance_on(account, date(year - 1, 12, 31))
        assert statement.closing == balance_on(account, date(year, 12, 31))
    assert of(vallon.alice, 2026).closing == account.balance
    assert (
        sum(len(of(vallon.alice, year).lines) for year in (2024, 2025, 2026))
        == Entry.objects.filter(account=account).count()
    )


def test_years_go_from_the_first_operation_to_now_and_what_is_odd_asks_for_this_one(vallon: Cast):
    assert years_of(vallon.alice.account, on=TODAY) == [2026]
    pay(vallon, "cash", 100, on=date(2023, 7, 1))
    years = years_of(vallon.alice.account, on=TODAY)
    assert years == [2026, 2025, 2024, 2023]
    odd = ["", "2022", "2027", "abcd", "٢٠٢٤", "-2024", "2024 ", "9" * 30]
    assert ([year_asked(text, years) for text in odd], year_asked("2024", years)) == ([2026] * len(odd), 2024)


def test_a_year_without_operations_carries_its_balance(vallon: Cast):
    pay(vallon, "cash", 100, on=date(2024, 7, 1))
    statement = of(vallon.alice, 2025)
    assert (statement.lines, str(statement.opening), str(statement.closing)) == ([], "1.00", "1.00")
    assert statement_pdf(statement).startswith(b"%PDF-")


def test_the_year_that_runs_ends_today(vallon: Cast):
    assert (of(vallon.alice, 2026).last_day, of(vallon.alice, 2026, date(2027, 1, 5)).last_day) == (
        "24 novembre 2026",
        "31 décembre 2026",
    )


def test_a_file_is_the_same_each_time_and_is_made_in_less_than_a_second(vallon: Cast):
    """Three operations a week. The time is this process's own: other tests run beside it."""
    for number in range(156):
        written = {"reference": f"#{number}*", "note": "note " * 8, "on": date(2026, 1 + number % 10, 3)}
        pay(vallon, "cheque", 100 + number, **written)
    statement = of(vallon.alice, 2026)
    began = time.process_time()
    first = statement_pdf(statement)
    assert time.process_time() - began < 1
    assert first == statement_pdf(of(vallon.alice, 2026))


# ── pages ──


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(name: str, **more: Any) -> str:
    return reverse(name, kwargs={"slug": "vallon", **more})


def test_a_member_reads_and_takes_home_their_own_statement_alone(vallon: Cast):
    pay(vallon, "cash", 100, on=date(2025, 7, 1), note="note d’Alice")
    alice, bob = (client_of(vallon.person(member)) for member in (vallon.alice, vallon.bob))
    with time_machine.travel(TUESDAY, tick=False):
        page = alice.get(url("papers:statement"), {"annee": "2025"}).content.decode()
        assert ("Relevé de compte 2025" in page, "note d’Alice" in page) == (True, True)
        assert "note d’Alice" not in bob.get(url("papers:statement"), {"annee": "2025"}).content.decode()
        file = alice.get(url("papers:statement_pdf"), {"annee": "2025"})
        assert file["Content-Disposition"] == 'attachment; filename="releve-2025-alice-martin.pdf"'
        assert file.content == statement_pdf(of(vallon.alice, 2025))


def test_the_treasury_reads_that_of_one_member_of_the_group(vallon: Cast):
    pay(vallon, "cash", 100, note="note d’Alice")
    set_roles(vallon.group, vallon.person(vallon.bob), [Role.TREASURER], by=vallon.nadia, at=TUESDAY)
    bob = client_of(vallon.person(vallon.bob))
    stranger = client_of(cast("ruchette", "La Ruchette").nadia)
    with time_machine.travel(TUESDAY, tick=False):
        assert "note d’Alice" in bob.get(url("treasury:statement", number=1)).content.decode()
        assert bob.get(url("treasury:statement_pdf", number=1)).content.startswith(b"%PDF-")
        for name in ("treasury:statement", "treasury:statement_pdf"):
            assert stranger.get(url(name, number=1)).status_code == 404


def test_it_goes_by_mail_as_it_is_when_it_leaves(vallon: Cast, settings: Any):
    settings.PUBLIC_ADDRESS = "https://cabas.example.org"
    pay(vallon, "cash", 100, on=date(2025, 7, 1))
    alice = client_of(vallon.person(vallon.alice))
    with time_machine.travel(TUESDAY + timedelta(minutes=1), tick=False):
        answer = alice.post(url("papers:statement_mail"), {"annee": "2025"})
        assert answer["Location"] == url("papers:statement") + "?annee=2025"
        [queued] = OutgoingMail.objects.filter(kind="E28")
        assert (queued.kind, queued.subject) == ("E28", "[Les Paniers du Vallon] Votre relevé de compte 2025")
        assert queued.body.endswith(
            "Voir le relevé\u202f: https://cabas.example.org/g/vallon/compte/releve/?annee=2025"
        )
        send_waiting.call()
    [sent] = [message for message in mailbox.outbox if message.attachments]
    assert sent.attachments == [("releve-2025.pdf", statement_pdf(of(vallon.alice, 2025)), "application/pdf")]


def test_the_treasury_has_it_sent_to_the_household(vallon: Cast):
    pay(vallon, "cash", 100)
    client_of(vallon.nadia).post(url("treasury:statement_mail", number=1))
    assert [mail.to for mail in OutgoingMail.objects.filter(kind="E28")] == ["alice@vallon.example.org"]
