"""T7: payments typed one under the other, without JavaScript: proposed, looked at, recorded in one act, taken back."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cabas.groups.members import NewHousehold, NewPerson, add_members
from cabas.groups.models import Membership, Role
from cabas.groups.roles import set_roles
from cabas.ledger.acts import KeyReused
from cabas.ledger.posting import ForeignAccount
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.batches import NothingTyped, TooManyLines, TypedPayment, record_payments
from cabas.payments.models import Payment
from cabas.payments.transfer_references import TransferReference
from cabas.people.models import User
from tests.cast import TUESDAY, Cast, cast, key
from tests.distributions.pages import Visitor, stop_clock, words
from tests.payments.accounts import balance
from tests.treasury.test_account_operations import FRIDAY, faults, form_of, toast_of

SERIES = "gestion/soldes/serie/"
NAMES = ("member", "means", "amount", "reference")
Line = tuple[str, str, str, str]


@pytest.fixture
def play(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The small group, on Friday; Bob is its treasurer; Alice owes her bread, 5,40, which she announced by cheque."""
    stop_clock(monkeypatch, FRIDAY)
    play = cast()
    set_roles(play.group, play.person(play.bob), [Role.TREASURER], by=play.nadia, at=TUESDAY)
    play.order(play.alice, {play.bread: 1})
    return play


@pytest.fixture
def bob(play: Cast) -> Visitor:
    return Visitor(play.bob)


def filled(bob: Visitor, lines: list[Line], act: str = "record", **more: Any) -> dict[str, Any]:
    """The form with these lines, and blank ones after them, as a browser without JavaScript sends it."""
    page = form_of(bob.get(SERIES))
    rows = [*lines, ("", "cheque", "", ""), ("", "cheque", "", "")]
    columns = {name: [row[at] for row in rows] for at, name in enumerate(NAMES)}
    return {"key": page["key"], "on": page["on"], "act": act, **columns, **more}


def sent(bob: Visitor, lines: list[Line], act: str = "record", **more: Any) -> Any:
    return bob.post(SERIES, filled(bob, lines, act, **more))


def typed_in(page: str) -> list[Line]:
    """What stands on each line of the page, blank ones left out."""
    page = page.partition("<template")[0]
    columns = [re.findall(rf'name="{name}" value="([^"]*)"', page) for name in ("member", "amount", "reference")]
    chosen = [re.search(r'value="(\w+)" selected', part) for part in page.split("<select")[1:]]
    means = [found.group(1) if found else "" for found in chosen]
    rows = zip(columns[0], means, columns[1], columns[2], strict=True)
    return [row for row in rows if row[0] or row[2] or row[3]]


def live() -> list[tuple[int, str, str, str]]:
    payments = Payment.objects.live().order_by("pk").values_list("membership__number", "means", "amount", "reference")
    return [(number, means, str(amount), reference) for number, means, amount, reference in payments]


def test_each_line_is_one_payment_and_one_act_records_them_all(play: Cast, bob: Visitor) -> None:
    reference = str(TransferReference(3))
    answer = sent(
        bob,
        [
            ("1", "cheque", "5,40", "1204"),
            ("lenoir", "cash", "12", ""),
            ("", "cheque", "", ""),
            (reference, "transfer", "8.00", "VIR 7"),
        ],
        on="2026-11-26",
    )
    said, _action, _fields = toast_of(bob, answer)
    assert said == "3 paiements enregistrés, 25,40 €"
    assert live() == [(1, "cheque", "5.40", "1204"), (2, "cash", "12.00", ""), (3, "transfer", "8.00", "VIR 7")]
    assert {str(payment.received_on) for payment in Payment.objects.all()} == {"2026-11-26"}
    assert balance(play.alice) == "0.00"
    told = OutgoingMail.objects.filter(kind="E14").order_by("pk").values_list("to", flat=True)
    assert list(told) == [f"{name}@vallon.example.org" for name in ("alice", "bob", "nadia")]
    assert faults() == []


def test_looking_proposes_what_is_due_and_records_nothing(play: Cast, bob: Visitor) -> None:
    answer = sent(bob, [("alice", "cheque", "", ""), ("2", "cash", "3", "")], act="look")
    page = answer.content.decode()
    assert (answer.status_code, Payment.objects.count()) == (200, 0)
    assert typed_in(page) == [("alice", "cheque", "5,40", ""), ("2", "cash", "3", "")]
    assert "Alice Martin à régler 5,40 €" in words(page)
    assert "Total 2 paiements 8,40 €" in words(page)


def test_ten_more_lines_keep_what_is_typed_and_go_on_with_the_last_means(play: Cast, bob: Visitor) -> None:
    rows = [("1", "cheque", "5", "")]
    page = sent(bob, rows, act="more", means=["cheque", "cash", "transfer"]).content.decode()
    assert typed_in(page) == rows
    lines = page.partition("<template")[0]
    assert (lines.count("data-batch-line>"), lines.count('<option value="transfer" selected>')) == (13, 11)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("", "cheque", "5", "12"), "Indiquez le membre : nom, numéro, téléphone ou e-mail."),
        (("zoé", "cheque", "5", ""), "Aucun membre ne correspond à « zoé »."),
        (("M1-X", "transfer", "5", ""), "Aucun membre ne correspond à « M1-X »."),
        (("e", "cheque", "5", ""), "Plusieurs membres : 3 Nadia Belkacem, 2 Bob Lenoir, 1 Alice Martin."),
        (("2", "cheque", "5,O", ""), "Je ne comprends pas « 5,O ». Écrivez un montant comme 12,50."),
        (("2", "cheque", "0", ""), "Un paiement reçu est d’au moins 0,01 €."),
        (("2", "cheque", "-3", ""), "Un paiement reçu est d’au moins 0,01 €."),
        (("2", "cheque", "", ""), "Indiquez le montant reçu."),
        (("2", "online", "5", ""), "Choisissez le moyen."),
        (("1", "cheque", "6,00", "1204"), "Ce chèque est déjà à la ligne 1."),
    ],
)
def test_a_line_that_is_unfit_says_why_and_no_line_is_recorded_nor_lost(
    play: Cast, bob: Visitor, line: Line, said: str
) -> None:
    answer = sent(bob, [("1", "cheque", "5,40", "1204"), line])
    page = answer.content.decode()
    assert (answer.status_code, said in words(page)) == (422, True), words(page)
    assert "1 ligne est à revoir. Rien n’est enregistré." in words(page)
    kept = [(member, amount, reference) for member, _means, amount, reference in typed_in(page)]
    assert kept == [("1", "5,40", "1204"), (line[0], line[2], line[3])]
    assert Payment.objects.count() == 0


def test_an_amount_that_is_proposed_is_looked_at_before_it_counts(play: Cast, bob: Visitor) -> None:
    answer = sent(bob, [("1", "cheque", "", "1204")])
    page = answer.content.decode()
    assert (answer.status_code, "Montant proposé : vérifiez-le." in words(page)) == (422, True)
    assert typed_in(page) == [("1", "cheque", "5,40", "1204")]


def test_the_day_is_judged_too_and_nothing_at_all_is_refused(play: Cast, bob: Visitor) -> None:
    lines = [("1", "cheque", "5,40", "1204")]
    for day, said in (("2026-11-28", "dans le futur"), ("hier", "Écrivez la date comme 24/11/2026.")):
        answer = sent(bob, lines, on=day)
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
        assert typed_in(answer.content.decode()) == lines
    answer = sent(bob, [])
    assert (answer.status_code, "Aucun paiement n’est saisi" in answer.content.decode()) == (409, True)
    assert Payment.objects.count() == 0


def test_the_same_page_sent_twice_counts_once(play: Cast, bob: Visitor) -> None:
    sent_key = key()
    for _again in range(2):
        assert sent(bob, [("1", "cheque", "5,40", "")], key=sent_key).status_code == 302
    answer = sent(bob, [("1", "cheque", "5,50", "")], key=sent_key)
    assert (answer.status_code, form_of(answer.content.decode())["key"] != sent_key) == (409, True)
    assert live() == [(1, "cheque", "5.40", "")]


def test_a_batch_is_undone_from_its_toast_or_later_but_for_what_was_put_right(play: Cast, bob: Visitor) -> None:
    answer = sent(bob, [("1", "cheque", "5,40", "1"), ("2", "cheque", "12", "2")])
    _said, action, fields = toast_of(bob, answer)
    bob.post("gestion/soldes/2/operations/3/membre/", {"key": key(), "to": "3"})  # the second was Nadia's
    recorded = action.partition("/vallon/")[2].removesuffix("annulation/")
    page = bob.get(recorded)
    assert "2 paiements Saisie enregistrée" in words(page)
    assert "12,00 € annulé" in words(page)
    assert "Annuler ce paiement, 5,40 €" in words(page)
    answer = bob.client.post(action, fields | {"why": " "})
    assert (answer.status_code, "Dites pourquoi" in answer.content.decode()) == (422, True)
    answer = bob.client.post(action, fields)
    assert toast_of(bob, answer)[0] == "Saisie annulée : 5,40 €"
    assert (live(), faults()) == ([(3, "cheque", "12.00", "2")], [])
    answer = bob.client.post(action, fields | {"key": key()})
    assert (answer.status_code, "Plus aucun paiement de cette saisie ne compte" in words(answer.content.decode())) == (
        409,
        True,
    )
    assert "2 paiements, 17,40 €" in words(bob.get(SERIES))  # listed below the lines


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("06 12 34 56 78", "Bob Lenoir à jour 0,00 €"),  # and not number 6
        ("+33612345678", "Bob Lenoir à jour 0,00 €"),
        ("06.12.34", "Bob Lenoir à jour 0,00 €"),
        ("5678", "Bob Lenoir à jour 0,00 €"),
        ("ALICE@vallon", "Alice Martin à régler 5,40 €"),
        ("bob@vallon.example.org", "Bob Lenoir à jour 0,00 €"),  # whole, it is nobody else’s
        ("b@vallon.example.org", "Plusieurs membres : 2 Bob Lenoir, 4 Jacob Roux. Tapez le numéro."),
        ("bob@ailleurs.example.org", "Aucun membre ne correspond à « bob@ailleurs.example.org »."),
        ("06 12 34 56 79", "Aucun membre ne correspond à « 06 12 34 56 79 »."),
        ("2 Bob 0612345678", "Bob Lenoir à jour 0,00 €"),
        ("0612345678 Bob", "Aucun membre ne correspond à « 0612345678 Bob »."),
        ("678", "Aucun membre ne correspond à « 678 »."),
    ],
)
def test_who_calls_or_writes_is_found_by_phone_or_e_mail(play: Cast, bob: Visitor, typed: str, said: str) -> None:
    cast("ailleurs", "Ailleurs")
    add_members(play.group, [NewHousehold([NewPerson("Jacob", "Roux", "jacob@vallon.example.org")])], at=TUESDAY)
    User.objects.filter(households__membership=play.bob).update(phone="+33 6 12 34 56 78")
    assert words(bob.get(f"{SERIES}membre/?{urlencode({'member': typed})}")) == said


def test_where_numbers_have_four_digits_four_digits_are_a_number_and_never_a_part_of_a_phone(
    play: Cast, bob: Visitor
) -> None:
    Membership.objects.filter(pk=play.alice.pk).update(number=1200)
    User.objects.filter(households__membership=play.bob).update(phone="06 12 04 12 00")
    assert words(bob.get(f"{SERIES}membre/?member=1200")) == "Alice Martin à régler 5,40 €"
    assert words(bob.get(f"{SERIES}membre/?member=1204")) == "Aucun membre ne correspond à « 1204 »."
    assert words(bob.get(f"{SERIES}membre/?member=0612")) == "Aucun membre ne correspond à « 0612 »."
    assert words(bob.get(f"{SERIES}membre/?member=06120")) == "Bob Lenoir à jour 0,00 €"


def test_what_is_offered_while_one_types_says_no_phone_and_no_e_mail(play: Cast, bob: Visitor) -> None:
    User.objects.filter(households__membership=play.alice).update(phone="06 12 34 56 78")
    offered = bob.get(SERIES)
    assert '<option value="1 Alice Martin">' in offered
    assert ("06 12 34" in offered, "alice@" in offered) == (False, False)


def test_a_batch_of_another_group_is_not_found(play: Cast, bob: Visitor) -> None:
    other = cast("ailleurs")
    done = key()
    typed = [TypedPayment(other.alice, "cash", Money(100))]
    record_payments(other.group, typed, key=done, by=other.nadia, at=TUESDAY)
    bob.get(f"{SERIES}{done}/", status=404)
    assert bob.post(f"{SERIES}{done}/annulation/", {"key": key(), "why": "x"}).status_code == 404


def test_the_line_being_typed_says_who_is_meant_and_what_is_due(play: Cast, bob: Visitor) -> None:
    part = bob.get(f"{SERIES}membre/?member=martin")
    assert ('data-batch-proposed="5,40"' in part, words(part)) == (True, "Alice Martin à régler 5,40 €")
    assert words(bob.get(f"{SERIES}membre/?member=zoé")) == "Aucun membre ne correspond à « zoé »."
    assert words(bob.get(f"{SERIES}membre/?member=")) == ""


def test_the_rule_refuses_what_no_page_sends(play: Cast) -> None:
    signed = {"by": play.nadia, "at": FRIDAY}
    one = TypedPayment(play.alice, "cash", Money(100))
    with pytest.raises(NothingTyped):
        record_payments(play.group, [], key=key(), **signed)
    with pytest.raises(TooManyLines):
        record_payments(play.group, [one] * 201, key=key(), **signed)
    with pytest.raises(ForeignAccount):
        record_payments(play.group, [one, TypedPayment(cast("ailleurs").bob, "cash", Money(1))], key=key(), **signed)
    assert (Payment.objects.count(), OutgoingMail.objects.filter(kind="E14").count()) == (0, 0)
    done = key()
    assert record_payments(play.group, [one], key=done, **signed) == Money(100)
    with pytest.raises(KeyReused):
        record_payments(play.group, [one, one], key=done, **signed)


def test_forty_payments_cost_as_many_statements_as_two(play: Cast, bob: Visitor) -> None:
    others = [NewHousehold([NewPerson("Membre", f"N{at}", f"n{at}@vallon.example.org")]) for at in range(40)]
    add_members(play.group, others, at=TUESDAY)
    counted = []
    for lines in (2, 40):
        typed = [(str(number), "cheque", "5", str(number)) for number in range(4, 4 + lines)]
        sent(bob, typed)  # fills what a process keeps
        form = filled(bob, typed)
        with CaptureQueriesContext(connection) as captured:
            answer = bob.post(SERIES, form)
        assert answer.status_code == 302
        counted.append(len(captured))
        action = toast_of(bob, answer)[1]
        with CaptureQueriesContext(connection) as captured:
            bob.client.post(action, {"key": key(), "why": "essai"})
        counted.append(len(captured))
    assert counted[:2] == counted[2:]
    print(f"statements: {counted[0]} to record, {counted[1]} to take back")
