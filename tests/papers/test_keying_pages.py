"""The page of « Saisie d'après les feuilles »: looked at before it is recorded, and nothing that was typed is lost."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cabas.distributions.closing_cases import baskets_of
from cabas.distributions.models import Basket, Receipt
from cabas.distributions.serving import take_payment
from cabas.groups.models import Role
from cabas.groups.roles import set_roles
from cabas.money import Money
from cabas.payments.models import Payment
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> Cast:
    """1 Alice by cheque and 2 Bob in cash, each 12,00 of vegetables and about 6,00 of cheese."""
    play = cast()
    play.order(play.alice, {play.vegetables: 1, play.cheese: 1})
    play.order(play.bob, {play.vegetables: 1, play.cheese: 1}, means="cash")
    set_roles(play.group, play.nadia, list(Role), by=None, at=TUESDAY)
    return play


class Desk:
    """Nadia in front of the page, without JavaScript."""

    def __init__(self, play: Cast) -> None:
        self.play, self.client = play, Client()
        self.client.force_login(play.nadia)
        self.page, self.status = "", 200
        self.address = reverse("papers:keying", kwargs={"slug": play.group.slug, "number": play.distribution.number})

    def open(self) -> "Desk":
        self._take(self.client.get(self.address))
        return self

    def send(self, act: str, **typed: str) -> "Desk":
        """What the page holds, with this typed over it."""
        fields = dict(re.findall(r'<input[^>]*name="([^"]+)" value="([^"]*)"', self.page))
        for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', self.page):
            fields[name] = re.search(r'value="([^"]*)" selected', options)[1]  # type: ignore[index]
        fields |= {name.replace("_", "-"): value for name, value in typed.items()}
        fields = {name: value for name, value in fields.items() if not name.startswith("confirmed-") or name in typed}
        self._take(self.client.post(self.address, {**fields, "act": act}, follow=True))
        return self

    def _take(self, answer: Any) -> None:
        self.page, self.status = answer.content.decode(), answer.status_code

    def value(self, name: str) -> str:
        return re.search(rf'name="{name}" value="([^"]*)"', self.page)[1]  # type: ignore[index]


@pytest.fixture
def desk(play: Cast) -> Any:
    with time_machine.travel(THURSDAY_EVENING, tick=False):
        yield Desk(play).open()


def weight(play: Cast, number: int) -> str:
    (basket,) = [basket for basket in baskets_of(play.distribution) if basket.number == number]
    (line,) = [line for line in basket.lines.all() if line.is_weighed]
    return f"weight_{line.pk}"


def received() -> list[tuple[str, Money, str]]:
    return list(Payment.objects.live().order_by("pk").values_list("means", "amount", "reference"))


def test_the_amount_that_is_proposed_follows_the_weight_and_what_was_shown_is_recorded(play: Cast, desk: Desk):
    assert desk.value("amount-1") == "18,00"
    desk.send("look", state_1="served", **{weight(play, 1): "260"}, reference_1="0412")
    assert desk.value("amount-1") == "18,50"
    assert received() == []
    desk.send("record")
    assert "1 panier saisi, 18,50" in desk.page.replace("\xa0", " ")
    assert received() == [("cheque", Money.of("18.50"), "0412")]


def test_what_was_not_shown_is_shown_first(play: Cast, desk: Desk):
    desk.send("record", state_1="served", amount_1="15")
    assert (desk.status, received()) == (422, [])
    assert "15,00 € pour 18,00 € à régler, reste dû 3,00 €" in desk.page.replace("\xa0", " ")
    desk.send("record")
    assert received() == [("cheque", Money.of("15.00"), "")]


def test_an_amount_that_is_typed_stays_even_where_it_is_what_was_proposed_before_the_weight(play: Cast, desk: Desk):
    desk.send("look", state_2="served", **{weight(play, 2): "260"})
    assert desk.value("amount-2") == "18,50"
    desk.send("look", amount_2="18,00")
    assert desk.value("amount-2") == "18,00"
    desk.send("record")
    assert received() == [("cash", Money.of("18.00"), "")]


def test_errors_name_the_row_and_nothing_that_was_typed_is_lost(play: Cast, desk: Desk):
    desk.send("look", state_1="served", amount_1="douze", amount_2="5,00", **{weight(play, 1): "1200"})
    assert desk.status == 422
    assert (desk.value("amount-1"), desk.value("amount-2")) == ("douze", "5,00")
    assert "2 lignes sont à revoir" in desk.page
    for words in ("Je ne comprends pas", "1\u202f200\xa0g au lieu de 240\xa0g", "Servi, ou absent"):
        assert words in desk.page
    confirmed = weight(play, 1).replace("weight", "confirmed")
    desk.send("look", amount_1="42,00", state_2="absent", amount_2="", **{confirmed.replace("_", "-"): "1200"})
    desk.send("record", **{confirmed.replace("_", "-"): "1200"})
    assert received() == [("cheque", Money.of("42.00"), "")]
    assert [basket.absent_at is not None for basket in baskets_of(play.distribution)] == [False, True]


def test_the_rest_is_served_in_one_tap_as_it_was_announced(play: Cast, desk: Desk):
    desk.send("all", state_2="absent")
    assert "1 panier servi sans tous ses poids" in desk.page
    desk.send("record")
    assert received() == [("cheque", Money.of("18.00"), "")]


def test_what_the_stand_took_is_shown_and_not_asked_and_meanwhile_it_is_refused(play: Cast, desk: Desk):
    desk.send("all")
    said = {"key": key(), "by": play.nadia, "at": THURSDAY_EVENING}
    take_payment(Basket.objects.get(number=1), "cash", **said)
    desk.send("record")
    assert received() == [("cash", Money.of("18.00"), "")]
    assert "servi, encaissé 18,00" in desk.page.replace("\xa0", " ")
    assert 'name="amount-1"' not in desk.page
    desk.send("record")
    assert received()[1:] == [("cash", Money.of("18.00"), "")]


def test_the_same_form_sent_twice_counts_once_and_the_set_is_undone_from_its_page(play: Cast, desk: Desk):
    desk.send("all")
    shown = desk.page
    desk.send("record")
    recorded = desk.page
    desk.page = shown
    desk.send("record")
    assert (desk.status, Receipt.objects.count()) == (200, 2)
    (undo,) = set(re.findall(r'action="([^"]+/annulation/)"', recorded))
    desk.client.post(undo, {"key": key()})
    assert received() == []
    assert "2 paniers" in desk.open().send("all").page


def test_a_sheet_is_keyed_in_once_the_evening_has_begun_and_not_after_its_validation(play: Cast):
    with time_machine.travel(TUESDAY, tick=False):
        page = Desk(play).open().page
    assert "pas encore commencé" in page
    assert "data-keyed-row" not in page


def test_what_was_recorded_is_said_in_a_toast_that_undoes_it(play: Cast, desk: Desk):
    desk.send("all").send("record")
    assert "2 paniers enregistrés, 36,00" in desk.page.replace("\xa0", " ")
    (undo,) = set(re.findall(r'action="([^"]+/annulation/)"', desk.page))
    assert desk.page.count(undo) == 2


def test_what_no_column_holds_is_left_out_of_what_is_typed(play: Cast, desk: Desk):
    desk.send("look", state_1="served", reference_1="04\x0012")
    desk.send("record")
    assert [reference for _means, _amount, reference in received()] == ["0412"]
