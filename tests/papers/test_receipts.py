"""A receipt says what was received, from whom, how and for what; its number never changes, taken back or not."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail as mailbox
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from cabas.clock import PARIS
from cabas.distributions.contents import set_missing
from cabas.distributions.models import Receipt
from cabas.distributions.serving import take_payment
from cabas.distributions.taking_back import take_back_payment
from cabas.distributions.weighing import Weights
from cabas.groups.models import Membership, Place, Role
from cabas.groups.roles import set_roles
from cabas.mail.models import OutgoingMail
from cabas.mail.tasks import send_waiting
from cabas.money import Money
from cabas.papers.account_files import receipt_pdf
from cabas.papers.mailing import NobodyToWriteTo, mail_receipt
from cabas.papers.receipts import Fact, ReceiptPaper, receipt_of
from cabas.payments.models import Payment
from cabas.payments.receiving import record_payment
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key

pytestmark = pytest.mark.django_db


@pytest.fixture
def vallon() -> Cast:
    play = cast()
    Place.objects.filter(group=play.group).update(address="12 chemin du Moulin, 26400 Le Vallon")
    return play


def pay(play: Cast, member: Membership, cents: int = 1250, **more: Any) -> Payment:
    return record_payment(member, "cheque", Money(cents), key=key(), by=play.nadia, at=TUESDAY, **more)


def paper_of(member: Membership, payment: Payment) -> ReceiptPaper:
    fetched = Membership.objects.with_people().select_related("group", "account").get(pk=member.pk)
    return receipt_of(fetched, payment.transaction.number)


def said(paper: ReceiptPaper) -> dict[str, str]:
    return {fact.label: fact.value for fact in paper.facts}


def papers() -> "QuerySet[OutgoingMail]":
    """The mails that carry one."""
    return OutgoingMail.objects.filter(attached__isnull=False)


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(name: str, payment: Payment, **more: Any) -> str:
    return reverse(name, kwargs={"slug": "vallon", "operation": payment.transaction.number, **more})


def test_a_receipt_says_what_was_received(vallon: Cast):
    paper = paper_of(vallon.alice, pay(vallon, vallon.alice, reference="1204", on=date(2026, 11, 20)))
    assert (paper.number, paper.sentence, paper.cancelled) == ("2026-0001", "Reçu d’Alice Martin, par chèque", "")
    assert (paper.head.group, paper.head.group_address) == (
        "Les Paniers du Vallon",
        ["Salle des Aulnes", "12 chemin du Moulin, 26400 Le Vallon"],
    )
    assert paper.facts == [
        Fact("Reçu le", "vendredi 20 novembre 2026"),
        Fact("Moyen", "Chèque n° 1204"),
        Fact("Montant", "12,50\u00a0€"),
        Fact("Pour", "le compte du membre dans le groupe"),
        Fact("Enregistré", "par Nadia Belkacem, le mardi 24 novembre 2026 à 10\u00a0h"),
        Fact("Opération", "n° 1 du journal"),
    ]


def test_a_receipt_of_the_stand_names_its_basket(vallon: Cast):
    basket = vallon.order(vallon.alice, {vallon.vegetables: 1, vallon.cheese: 2, vallon.bread: 1})
    bread, cheese = (basket.lines.get(product=product) for product in (vallon.bread, vallon.cheese))
    set_missing(basket, bread.pk, True, key=key(), by=vallon.nadia, at=THURSDAY_EVENING)
    weights = Weights({cheese.pk: 460})
    take_payment(basket, "cash", weights=weights, key=key(), by=vallon.nadia, at=THURSDAY_EVENING)
    payment = Receipt.objects.get().payment
    paper = paper_of(vallon.alice, payment)
    assert said(paper)["Pour"] == "panier n° 1 de la distribution du jeudi 26 novembre 2026"
    assert paper.sentence == "Reçu d’Alice Martin, en espèces"
    assert {item.label: str(item.amount) for item in paper.items} == {
        "1 × Panier de légumes": "12.00",
        "2 × Tomme de brebis, 460\u00a0g": "11.50",
        "1 × Pain (non livré)": "0.00",
    }
    assert (paper.basket, str(paper.payment.amount)) == (basket, "23.50")
    page = client_of(vallon.person(vallon.alice)).get(url("papers:receipt", payment)).content.decode()
    assert "1 × Pain (non livré)" in page
    assert receipt_pdf(paper).startswith(b"%PDF-")


def test_a_payment_that_is_taken_back_keeps_its_receipt_and_number(vallon: Cast):
    payment = pay(vallon, vallon.alice)
    before = paper_of(vallon.alice, payment)
    take_back_payment(payment, key=key(), by=vallon.nadia, at=TUESDAY + timedelta(days=1), why="chèque égaré")
    after = paper_of(vallon.alice, payment)
    assert (after.number, after.facts) == (before.number, before.facts)
    assert after.cancelled == "Ce paiement a été annulé le mercredi 25 novembre 2026\u202f: chèque égaré."


def test_the_number_bears_the_year_of_writing_in_paris(vallon: Cast):
    midnight = datetime(2027, 1, 1, 0, 30, tzinfo=PARIS)  # still 2026 in UTC
    payment = record_payment(vallon.alice, "cash", Money(100), key=key(), by=vallon.nadia, at=midnight)
    assert paper_of(vallon.alice, payment).number == "2027-0001"


def test_its_member_and_the_treasury_read_it_and_nobody_else_does(vallon: Cast):
    payment = pay(vallon, vallon.alice)
    set_roles(vallon.group, vallon.person(vallon.bob), [Role.TREASURER], by=vallon.nadia, at=TUESDAY)
    alice, bob = client_of(vallon.person(vallon.alice)), client_of(vallon.person(vallon.bob))
    mine, theirs = url("papers:receipt", payment), url("treasury:receipt", payment, number=1)
    assert [alice.get(mine).status_code, alice.get(theirs).status_code] == [200, 403]
    assert [bob.get(mine).status_code, bob.get(theirs).status_code] == [404, 200]
    assert bob.get(url("treasury:receipt", payment, number=2)).status_code == 404  # another member's operation
    stranger = client_of(cast("ruchette", "La Ruchette").nadia)
    assert [stranger.get(mine).status_code, stranger.get(theirs).status_code] == [404, 404]
    for name in ("papers:receipt_pdf", "papers:receipt_mail"):
        assert (bob.get if name.endswith("pdf") else bob.post)(url(name, payment)).status_code == 404
    assert list(papers()) == []


def test_the_page_leads_to_the_file_and_the_account_to_the_page(vallon: Cast):
    payment = pay(vallon, vallon.alice)
    alice = client_of(vallon.person(vallon.alice))
    address = url("papers:receipt", payment)
    assert address in alice.get(reverse("distributions:account", kwargs={"slug": "vallon"})).content.decode()
    page = alice.get(address).content.decode()
    assert "Reçu n° 2026-0001" in page
    file = alice.get(url("papers:receipt_pdf", payment))
    assert (file["Content-Type"], file["Content-Disposition"]) == (
        "application/pdf",
        'attachment; filename="recu-2026-0001.pdf"',
    )
    assert file.content.startswith(b"%PDF-")
    nadia = client_of(vallon.nadia)
    account = reverse("treasury:account", kwargs={"slug": "vallon", "number": 1})
    assert url("treasury:receipt", payment, number=1) in nadia.get(account).content.decode()


def test_a_cancelled_receipt_says_so_on_its_page(vallon: Cast):
    payment = pay(vallon, vallon.alice)
    take_back_payment(payment, key=key(), by=vallon.nadia, at=TUESDAY, why="égaré")
    page = client_of(vallon.person(vallon.alice)).get(url("papers:receipt", payment)).content.decode()
    assert "<strong>Annulé</strong>" in page


def test_one_has_it_sent_and_the_file_is_made_when_it_leaves(vallon: Cast):
    payment = pay(vallon, vallon.alice)
    alice = client_of(vallon.person(vallon.alice))
    answer = alice.post(url("papers:receipt_mail", payment), follow=True)
    assert "Le PDF part à alice@vallon.example.org." in answer.content.decode()
    [queued] = papers()
    assert (queued.kind, queued.subject) == (
        "E27",
        "[Les Paniers du Vallon] Votre reçu n° 2026-0001\u202f: 12,50\u00a0€",
    )
    take_back_payment(payment, key=key(), by=vallon.nadia, at=TUESDAY, why="égaré")
    with time_machine.travel(TUESDAY, tick=False):
        send_waiting.call()
    [sent] = [message for message in mailbox.outbox if message.attachments]
    [(name, content, kind)] = sent.attachments
    assert (name, kind) == ("recu-2026-0001.pdf", "application/pdf")
    assert content == receipt_pdf(paper_of(vallon.alice, payment))  # as it is now: « annulé »


def test_the_treasury_has_it_sent_to_the_household(vallon: Cast):
    payment = pay(vallon, vallon.alice)
    client_of(vallon.nadia).post(url("treasury:receipt_mail", payment, number=1))
    assert [mail.to for mail in papers()] == ["alice@vallon.example.org"]


def test_nobody_to_write_to_is_refused(vallon: Cast):
    payment = pay(vallon, vallon.alice)
    person = vallon.person(vallon.alice)
    person.email = None
    person.save()
    member = Membership.objects.with_people().select_related("group", "account").get(pk=vallon.alice.pk)
    with pytest.raises(NobodyToWriteTo):
        mail_receipt(member, receipt_of(member, payment.transaction.number), only=None, at=TUESDAY)
