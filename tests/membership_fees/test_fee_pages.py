"""« Cotisations »: the list that the address filters, the page of a household, the settings; and what they undo."""

import re
from html import unescape
from typing import Any

import pytest

from cabas.groups.models import Membership, Role
from cabas.groups.roles import set_roles
from cabas.mail.models import OutgoingMail
from cabas.membership_fees.models import FeeAmount, FeeSettings, MembershipFee
from cabas.money import Money
from cabas.payments.receiving import record_payment
from cabas.people.models import User
from tests.cast import TUESDAY, Cast, key
from tests.distributions.pages import Visitor, stop_clock, words
from tests.payments.accounts import balance

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proved")]

LIST = "gestion/cotisations/"
ALICE = "gestion/cotisations/1/"


@pytest.fixture
def nadia(play: Cast, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """On Tuesday; Nadia coordinates and is an administrator."""
    stop_clock(monkeypatch, TUESDAY)
    return Visitor(Membership.objects.select_related("group").get(adults__person=play.nadia))


def rows(page: str) -> list[list[str]]:
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    cells = [[words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)] for row in body.split("</tr>")[:-1]]
    return [row[-3:] for row in cells]


def undo_form(page: str) -> dict[str, str]:
    """What « Annuler » of the toast sends."""
    form = page[page.index("data-toast") :]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[: form.index("</form>")]))


def test_who_is_ticked_is_recorded_by_one_means_and_one_undoing_takes_all_back(play: Cast, nadia: Visitor) -> None:
    sent = {"key": key(), "member": ["1", "2"], "means": "cash", "etat": "a-renouveler"}
    answer = nadia.post(f"{LIST}ensemble/", sent)
    assert (answer.status_code, answer.url.endswith(f"{LIST}?etat=a-renouveler")) == (302, True)
    page = nadia.get(LIST)
    assert "Adhésion 2026-2027, 2 membres, 30,00 €, en espèces" in words(page)
    assert rows(page) == [
        ["Nadia Belkacem n° 3", "à renouveler", ""],
        ["Bob Lenoir n° 2", "à jour", "15,00 €"],
        ["Alice Martin n° 1", "à jour", "15,00 €"],
    ]
    form = {name: unescape(value) for name, value in undo_form(page).items()}
    assert nadia.post(f"{LIST}annulation/", form).status_code == 302
    assert [row[1] for row in rows(nadia.get(LIST))] == ["à renouveler"] * 3


def test_a_member_is_sought_by_name_number_phone_or_e_mail(play: Cast, nadia: Visitor) -> None:
    User.objects.filter(households__membership=play.bob).update(phone="06 12 34 56 78")
    for sought in ("lenoir", "2", "%2B33612345678", "bob@vallon"):
        assert [row[0] for row in rows(nadia.get(f"{LIST}?q={sought}"))] == ["Bob Lenoir n° 2"]
    assert "Personne ne correspond à « 0699 » dans cette liste" in words(nadia.get(f"{LIST}?q=0699"))


def test_the_list_asks_as_much_for_one_as_for_three_and_says_where_each_stands(play: Cast, nadia: Visitor) -> None:
    nadia.get(f"{LIST}?q=alice")
    for_one = nadia.statements
    nadia.post(ALICE, {"key": key(), "means": "", "amount": "15"})
    nadia.post("gestion/cotisations/2/", {"key": key(), "means": "exempt", "amount": "15", "reason": "solidarité"})
    page = nadia.get(LIST)
    assert nadia.statements == for_one
    assert [row[1:] for row in rows(page)] == [
        ["à renouveler", ""],
        ["exempté solidarité", "0,00 €"],
        ["à régler", "15,00 €"],
    ]
    assert [row[0] for row in rows(nadia.get(f"{LIST}?etat=a-regler"))] == ["Alice Martin n° 1"]
    assert [row[1] for row in rows(nadia.get(f"{LIST}?periode=2025"))] == ["à renouveler"] * 3


def test_the_file_holds_what_the_filter_holds(nadia: Visitor) -> None:
    nadia.post(ALICE, {"key": key(), "means": "cheque", "amount": "7,50", "reason": "tarif réduit"})
    answer = nadia.client.get(nadia.path(f"{LIST}cotisations.csv?etat=a-jour"))
    assert answer.content.decode("utf-8-sig").splitlines()[1:] == [
        "1;Alice Martin;alice@vallon.example.org;à jour;Adhésion 2026-2027;7,50;tarif réduit;24/11/2026;"
    ]


def test_a_refusal_keeps_what_was_typed_and_ticked(play: Cast, nadia: Visitor) -> None:
    answer = nadia.post(ALICE, {"key": key(), "means": "cash", "amount": "7,50"})
    page = answer.content.decode()
    assert (answer.status_code, "dites pourquoi" in page, 'value="7,50"' in page) == (422, True, True)
    answer = nadia.post(f"{LIST}ensemble/", {"key": key(), "means": "online", "member": ["2"]})
    assert (answer.status_code, re.findall(r'value="(\d)" checked', answer.content.decode())) == (422, ["2"])
    assert nadia.post(f"{LIST}ensemble/", {"key": key(), "means": "cash"}).status_code == 422
    nadia.post(ALICE, {"key": key(), "means": "cash", "amount": "15"})
    again = nadia.post(f"{LIST}ensemble/", {"key": key(), "means": "cash", "member": ["1", "2"]})
    assert (again.status_code, balance(play.bob)) == (409, "0.00")


def test_a_household_is_undone_with_a_reason(play: Cast, nadia: Visitor) -> None:
    nadia.post(ALICE, {"key": key(), "means": "", "amount": "15"})
    fee = MembershipFee.objects.get()
    form = {"key": key(), "fee": str(fee.pk), "why": "erreur", "next": nadia.path(ALICE)}
    assert nadia.post(f"{LIST}annulation/", form | {"why": " "}).url == nadia.path(ALICE)
    assert balance(play.alice) == "-15.00"
    nadia.post(f"{LIST}annulation/", form | {"key": key(), "next": "https://ailleurs.example/"})
    assert balance(play.alice) == "0.00"


def test_who_may_only_read_the_accounts_records_nothing(play: Cast, nadia: Visitor) -> None:
    set_roles(play.group, play.person(play.bob), [Role.ADMINISTRATOR], by=play.nadia, at=TUESDAY)
    bob = Visitor(play.bob)
    assert ("Chèque" in bob.get(ALICE), 'name="member"' in bob.get(LIST)) == (False, False)
    assert bob.post(ALICE, {"key": key(), "means": "cash", "amount": "15"}).status_code == 403


def test_reminders_go_to_who_is_ticked_and_not_again_for_thirty_days(nadia: Visitor) -> None:
    nadia.post(f"{LIST}rappels/", {"member": ["1", "2"]})
    nadia.post(f"{LIST}rappels/", {"member": ["1", "3"]})
    said = words(nadia.get(LIST))
    assert [mail.kind for mail in OutgoingMail.objects.all()] == ["E41"] * 3
    assert ("1 rappel envoyé" in said, "1 membre n’a pas reçu de rappel" in said) == (True, True)


def settings(**changed: Any) -> dict[str, Any]:
    return {"is_asked": "on", "name": "", "amount": "15", "from_year": "2026", "day": "1", "month": "9"} | changed


def test_an_administrator_says_what_is_asked(play: Cast, nadia: Visitor) -> None:
    url = f"{LIST}reglages/"
    assert nadia.post(url, settings(amount="")).status_code == 422
    assert nadia.post(url, settings(day="31", month="4")).status_code == 422
    assert nadia.post(url, settings(amount="20", from_year="2027", day="1", month="1")).status_code == 302
    kept = FeeSettings.objects.get()
    assert (kept.renewal_month, list(FeeAmount.objects.order_by("from_year").values_list("from_year", flat=True))) == (
        1,
        [2026, 2027],
    )
    assert "À partir de 2027 : 20,00 €" in words(nadia.get(url))
    nadia.post(url, {"day": "1", "month": "1"})
    assert "ne demande pas de cotisation" in words(nadia.get(LIST))


def test_where_payments_are_off_a_fee_is_noted_paid(play: Cast, nadia: Visitor) -> None:
    play.group.payment_settings.since = None
    play.group.payment_settings.save()
    page = words(nadia.get(ALICE))
    assert ("Noter payée" in page, "Chèque" in page) == (True, False)
    nadia.post(ALICE, {"key": key(), "means": "", "amount": "15"})
    assert "hors compte" in words(nadia.get(LIST))


def test_both_accounts_say_where_the_membership_stands(play: Cast, nadia: Visitor) -> None:
    alice = Visitor(play.alice)
    assert "Adhésion 2026-2027 à renouveler Renouveler 15,00 €" in words(nadia.get("gestion/soldes/1/"))
    assert "Mon adhésion Adhésion 2026-2027 à renouveler 15,00 €, à régler" in words(alice.get("compte/"))
    nadia.post(ALICE, {"key": key(), "means": "", "amount": "15"})
    assert "Adhésion 2026-2027 à régler 15,00 €, comptés dans votre solde" in words(alice.get("compte/"))
    record_payment(play.alice, "cash", Money(1500), key=key(), by=play.nadia, at=TUESDAY)
    assert "Adhésion 2026-2027 à jour Valable jusqu’au" in words(alice.get("compte/"))
    assert "Renouveler" not in words(nadia.get("gestion/soldes/1/"))
