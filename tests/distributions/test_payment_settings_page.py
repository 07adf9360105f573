"""« Moyens de paiement »: the two ways, what each means needs, and the switch; what is refused changes nothing."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from cabas.payments.models import Mode, PaymentSettings
from tests.cast import Cast, key

pytestmark = pytest.mark.django_db
PAGE = "/g/vallon/gestion/reglages/paiements/"
SWITCH = f"{PAGE}activation/"
ALONE = "Le paiement Cagnotte ne peut pas être utilisé en même temps que d&#x27;autres moyens de paiements."

NO_BIC = "Ce BIC n’est pas valable\u202f: il a 8 ou 11 lettres et chiffres, comme AGRIFRPP."


@pytest.fixture
def vallon(play: Cast) -> Cast:
    return play


@pytest.fixture
def nadia(vallon: Cast) -> Client:
    client = Client()
    client.force_login(vallon.nadia)
    return client


def settings_now() -> dict[str, Any]:
    return PaymentSettings.objects.values().get()


def text(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    "forged",
    [
        {"mode": "cagnotte", "accepts_cheque": "on"},
        {"accepts_cagnotte": "on", "accepts_cheque": "on"},
        {"of": "along_orders", "mode": "cagnotte", "accepts_transfer": "on", "iban": "FR7630006000011234567890189"},
    ],
)
def test_a_forged_form_that_names_both_ways_is_refused_with_the_known_sentence(
    nadia: Client, forged: dict[str, str]
) -> None:
    before = settings_now()
    answer = nadia.post(PAGE, forged)
    assert (answer.status_code, ALONE in text(answer)) == (422, True)
    assert settings_now() == before


def test_a_forged_form_is_refused_in_a_group_of_cagnottes_too(vallon: Cast, nadia: Client) -> None:
    nadia.post(PAGE, {"mode": "cagnotte", "key": key()})
    before = settings_now()
    answer = nadia.post(PAGE, {"mode": "cagnotte", "accepts_cheque": "on", "tops_up_by_cheque": "on"})
    assert (answer.status_code, ALONE in text(answer)) == (422, True)
    assert settings_now() == before


def test_going_over_asks_first_where_promises_stand_and_cancelling_is_only_a_link(vallon: Cast, nadia: Client) -> None:
    vallon.order(vallon.alice, {vallon.vegetables: 1})
    vallon.order(vallon.bob, {vallon.bread: 1})
    before = settings_now()
    answer = nadia.post(PAGE, {"mode": "cagnotte", "key": key()})
    assert answer.status_code == 422
    said = "2 commandes attendent encore un paiement au stand ou par virement (17,40\u00a0€)."
    assert str(answer.context["promises"]) == said
    assert "Abandonner les 2 promesses" in text(answer)
    assert settings_now() == before
    abandoned = {"mode": "cagnotte", "key": answer.context["key"], "count": "2", "seen": "1740"}
    assert nadia.post(PAGE, abandoned).status_code == 302
    assert PaymentSettings.objects.get().mode == Mode.CAGNOTTE


def test_a_group_without_promises_goes_over_at_once_and_back(nadia: Client) -> None:
    assert "Enregistré ✓" in text(nadia.post(PAGE, {"mode": "cagnotte", "key": key()}, follow=True))
    assert PaymentSettings.objects.get().mode == Mode.CAGNOTTE
    assert "Enregistré ✓" in text(nadia.post(PAGE, {"mode": "along_orders", "key": key()}, follow=True))
    assert PaymentSettings.objects.get().mode == Mode.ALONG_ORDERS


def test_the_button_of_the_other_way_counts_more_than_the_radio_that_was_left(nadia: Client) -> None:
    assert nadia.post(PAGE, {"mode": "along_orders", "to": "cagnotte", "key": key()}).status_code == 302
    assert PaymentSettings.objects.get().mode == Mode.CAGNOTTE


def test_a_form_of_the_other_way_is_not_saved_over_the_new_one(nadia: Client) -> None:
    nadia.post(PAGE, {"mode": "cagnotte", "key": key()})
    before = settings_now()
    answer = nadia.post(PAGE, {"of": "along_orders", "accepts_cheque": "on"})
    assert (answer.status_code, "La façon de régler a changé entre-temps" in text(answer)) == (409, True)
    assert settings_now() == before


def test_a_transfer_without_an_iban_is_saved_and_said_to_be_missing(nadia: Client) -> None:
    posted = {"accepts_cheque": "on", "cheque_payee": "Les Paniers", "accepts_transfer": "on"}
    answer = nadia.post(PAGE, posted, follow=True)
    assert "Sans IBAN, le virement n’est pas proposé aux membres" in text(answer)


def test_the_last_means_stays(nadia: Client) -> None:
    before = settings_now()
    answer = nadia.post(PAGE, {"of": "along_orders"})
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        "Gardez au moins un moyen de paiement\u202f: sans lui, personne ne peut commander."
    ]
    assert settings_now() == before


@pytest.mark.parametrize(
    ("posted", "errors"),
    [
        ({"bic": "AGRIFRPP"}, {}),
        (
            {"bic": "AGRI"},
            {"bic": ["Ce BIC n’est pas valable\u202f: il a 8 ou 11 lettres et chiffres, comme AGRIFRPP."]},
        ),
        (
            {"iban": "CH93 0076 2011 6238 5295 7"},
            {"bic": ["Pour un compte de ce pays, la banque demande aussi le BIC."]},
        ),
        ({"iban": "CH93 0076 2011 6238 5295 7", "bic": "UBSWCHZH80A"}, {}),
    ],
)
def test_the_bic_is_asked_for_outside_the_european_economic_area(
    nadia: Client, posted: dict[str, str], errors: dict[str, list[str]]
) -> None:
    answer = nadia.post(PAGE, {"accepts_cheque": "on", "accepts_transfer": "on", **posted})
    assert (dict(answer.context["form"].errors) if answer.status_code == 422 else {}) == errors


def test_a_cagnotte_has_its_floor_its_threshold_and_its_own_means(nadia: Client) -> None:
    nadia.post(PAGE, {"mode": "cagnotte", "key": key()})
    posted = {"of": "cagnotte", "tops_up_by_cheque": "on", "allows_negative": "on"}
    posted |= {"cagnotte_limit": "20", "low_balance_threshold": "5,50"}
    assert nadia.post(PAGE, posted).status_code == 302
    settings = PaymentSettings.objects.get()
    assert (str(settings.cagnotte_limit), str(settings.low_balance_threshold)) == ("20.00", "5.50")
    assert [str(means) for means in settings.tops_up_by] == ["cheque"]


def test_the_card_online_is_not_to_be_ticked_before_its_keys_are_there(nadia: Client) -> None:
    assert "Nous consulter" in text(nadia.get(PAGE))
    nadia.post(PAGE, {"accepts_cheque": "on", "accepts_online": "on"})
    assert PaymentSettings.objects.get().accepts_online is False


def test_payments_are_turned_off_and_on_by_the_switch(vallon: Cast, nadia: Client) -> None:
    answer = nadia.post(SWITCH, {"key": key()}, follow=True)
    assert "Gestion des paiements arrêtée" in text(answer)
    assert "Au fil des commandes" not in text(answer)
    assert nadia.post(PAGE, {"accepts_cheque": "on"}).status_code == 422
    vallon.group.refresh_from_db()
    vallon.order(vallon.alice, {vallon.vegetables: 1}, means="")
    answer = nadia.post(SWITCH, {"key": key(), "on": "yes"}, follow=True)
    assert "Gestion des paiements activée\u202f: 1 commande est débitée" in answer.content.decode()


def test_the_switch_says_what_keeps_payments_on(vallon: Cast, nadia: Client) -> None:
    vallon.order(vallon.alice, {vallon.vegetables: 1})
    answer = nadia.post(SWITCH, {"key": key()})
    assert answer.status_code == 422
    assert answer.context["refusal"] == "1 membre n’est pas à jour\u202f: ramenez son solde à 0,00\u00a0€ d’abord."
    assert PaymentSettings.objects.get().is_on
