"""A balance comes to zero in one of its ways, whole, as it was shown; then the household leaves and is told."""

import pytest
import time_machine
from django.test import Client

from cabas.groups.models import Membership, Role
from cabas.groups.roles import set_roles
from cabas.households.leaving import part
from cabas.households.settling import BalanceMoved, NotThisWay, Settlement, Way, settle
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.correcting import correct
from cabas.payments.reasons import ReasonMissing
from tests.cast import TUESDAY, Cast, cast, key

pytestmark = pytest.mark.django_db

PAGE = "/g/vallon/gestion/membres/1/depart/"
OWN_PAGE = "/g/vallon/compte/quitter/"


@pytest.fixture
def play() -> Cast:
    return cast()


def balance_is(play: Cast, amount: str) -> None:
    correct(play.alice, Money.of(amount), why="une erreur ancienne", key=key(), by=play.nadia, at=TUESDAY)


def balance_of(member: Membership) -> Money:
    return Membership.objects.select_related("account").get(pk=member.pk).account.balance


@pytest.mark.parametrize(
    ("balance", "way", "more"),
    [
        ("-12.50", Way.PAYMENT, {"means": "cheque"}),
        ("-12.50", Way.ABANDONED, {"reason": "sans nouvelles"}),
        ("8.00", Way.REFUND, {"means": "cash"}),
        ("8.00", Way.TO_GROUP, {}),
    ],
)
def test_each_way_brings_the_balance_to_zero_and_counts_once(
    play: Cast, balance: str, way: Way, more: dict[str, str]
) -> None:
    balance_is(play, balance)
    one_key, chosen = key(), Settlement(way, Money.of(balance), **more)
    for _tap in range(2):
        settle(play.alice, chosen, key=one_key, by=play.nadia, at=TUESDAY)
    assert balance_of(play.alice) == Money(0)


def test_what_is_not_as_it_was_shown_or_has_no_reason_is_refused(play: Cast) -> None:
    balance_is(play, "-12.50")
    signed = {"by": play.nadia, "at": TUESDAY}
    with pytest.raises(BalanceMoved):
        settle(play.alice, Settlement(Way.PAYMENT, Money.of("-10.00"), "cheque"), key=key(), **signed)
    with pytest.raises(NotThisWay):
        settle(play.alice, Settlement(Way.TO_GROUP, Money.of("-12.50")), key=key(), **signed)
    with pytest.raises(ReasonMissing):
        settle(play.alice, Settlement(Way.ABANDONED, Money.of("-12.50")), key=key(), **signed)
    assert balance_of(play.alice) == Money.of("-12.50")


def test_who_keeps_the_members_settles_and_removes_from_one_page(play: Cast) -> None:
    balance_is(play, "-12.50")
    client = Client()
    client.force_login(play.nadia)
    with time_machine.travel(TUESDAY, tick=False):
        shown = client.get(PAGE).content.decode()
        assert [words in shown for words in ("Recevoir 12,50", "Abandonner 12,50", "Rembourser")] == [True, True, False]
        sent = {"way": "abandon", "balance": "-1250", "reason": "", "key": key()}
        assert client.post(PAGE, sent).status_code == 422
        assert client.post(PAGE, sent | {"reason": "déménagement"})["Location"] == PAGE
        assert client.post(PAGE, {"words": "Merci pour ces années."})["Location"] == "/g/vallon/gestion/membres/1/"
    mail = OutgoingMail.objects.get(kind="E32")
    assert (mail.to, "Merci pour ces années." in mail.body) == ("alice@vallon.example.org", True)


def test_an_administrator_without_the_accounts_writes_nothing_on_them(play: Cast) -> None:
    balance_is(play, "-12.50")
    set_roles(play.group, play.person(play.bob), [Role.ADMINISTRATOR], by=play.nadia, at=TUESDAY)
    client = Client()
    client.force_login(play.person(play.bob))
    sent = {"way": "abandon", "balance": "-1250", "reason": "ami", "key": key()}
    assert (client.post(PAGE, sent).status_code, balance_of(play.alice)) == (422, Money.of("-12.50"))


def test_a_household_gives_what_it_has_then_quits(play: Cast) -> None:
    balance_is(play, "8.00")
    client = Client()
    client.force_login(play.person(play.alice))
    sent = {"way": "don-membre", "balance": "800", "key": key()}
    with time_machine.travel(TUESDAY, tick=False):
        wrong = client.post(OWN_PAGE, sent | {"receiver": "2 Martin"})
        assert (wrong.status_code, "Aucun membre n’a ce numéro et ce nom" in wrong.content.decode()) == (422, True)
        assert client.post(OWN_PAGE, sent | {"way": "remboursement", "means": "cash"}).status_code == 422
        assert client.post(OWN_PAGE, sent | {"receiver": "2 Lenoir"})["Location"] == OWN_PAGE
        assert client.post(OWN_PAGE)["Location"] == "/"
    assert (balance_of(play.alice), balance_of(play.bob)) == (Money(0), Money.of("8.00"))
    assert client.get("/g/vallon/compte/").status_code == 404


def test_the_mail_of_who_quits_says_what_is_kept(play: Cast) -> None:
    part(play.alice, by=play.person(play.alice), at=TUESDAY)
    mail = OutgoingMail.objects.get()
    assert mail.subject == "[Les Paniers du Vallon] Vous avez quitté le groupe"
    assert "vous avez quitté le groupe «\u202fLes Paniers du Vallon\u202f» le mardi 24 novembre" in mail.body
