"""A session that is lost in mid-form gives back what was typed, where it was typed, and does nothing by itself."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cabas.groups.models import Membership, Role
from cabas.groups.roles import set_roles
from cabas.payments.models import Payment
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast

pytestmark = pytest.mark.django_db

PASSWORD = "le marché du jeudi"
OFFICE = "/g/vallon/gestion/"
GIVEN_BACK = "Votre session avait expiré\u202f: voici ce que vous aviez saisi. Vérifiez, puis enregistrez."


@pytest.fixture(autouse=True)
def no_earlier_attempts() -> None:
    cache.clear()


@pytest.fixture
def play() -> Cast:
    play = cast()
    set_roles(play.group, play.nadia, list(Role), by=None, at=TUESDAY)
    play.nadia.set_password(PASSWORD)
    play.nadia.save()
    return play


def sent_signed_out(client: Client, page: str, path: str, typed: dict[str, Any], **headers: str) -> str:
    """Send a form of this page without a session; return where one is led after signing in."""
    response = client.post(path, typed, headers={"Referer": f"http://testserver{page}", **headers})
    assert response.status_code == 302
    asked = urlsplit(response["Location"])
    assert asked.path == "/connexion/"
    return parse_qs(asked.query)["next"][0]


def signed_in_again(client: Client, play: Cast, back: str) -> str:
    response = client.post("/connexion/", {"login": play.nadia.email, "password": PASSWORD, "next": back})
    assert response["Location"] == back
    return client.get(back).content.decode()


def resumed(client: Client, play: Cast, page: str, path: str, typed: dict[str, Any]) -> str:
    return signed_in_again(client, play, sent_signed_out(client, page, path, typed))


def test_adding_a_member(client: Client, play: Cast) -> None:
    page = f"{OFFICE}membres/nouveau/"
    typed = {"first_name": "Zoé", "last_name": 'L’Hœst & "fille"', "email": "zoe@example.org", "city": "Die"}
    shown = resumed(client, play, page, page, typed)
    assert GIVEN_BACK in shown
    assert "data-given-back" in shown  # by which the script works out again the sums of what was typed
    for value in ("Zoé", "L’Hœst &amp; &quot;fille&quot;", "zoe@example.org", "Die"):
        assert f'value="{value}"' in shown
    assert Membership.objects.count() == 3  # nothing was added by itself
    assert client.post(page, typed).status_code == 302
    assert Membership.objects.count() == 4


def test_planning_a_distribution(client: Client, play: Cast) -> None:
    page = f"{OFFICE}distributions/nouvelle/"
    typed = {"day": "2026-12-17", "starts": "17:15", "place": "Sous la halle", "catalogs": []}
    shown = resumed(client, play, page, page, typed)
    assert GIVEN_BACK in shown
    for value in ("2026-12-17", "17:15", "Sous la halle"):
        assert f'value="{value}"' in shown
    assert not [line for line in shown.splitlines() if 'name="catalogs"' in line and "checked" in line]
    assert play.group.distributions.count() == 1


def test_the_means_of_payment(client: Client, play: Cast) -> None:
    page = f"{OFFICE}reglages/paiements/"
    shown = resumed(client, play, page, page, {"accepts_cash": "on", "cheque_payee": "Autre nom", "iban": "FR00"})
    assert GIVEN_BACK in shown
    assert 'value="Autre nom"' in shown
    [cheque] = [line for line in shown.splitlines() if 'name="accepts_cheque"' in line]
    assert "checked" not in cheque
    play.group.payment_settings.refresh_from_db()
    assert play.group.payment_settings.accepts_cheque


def test_a_payment_in_the_account_of_a_member(client: Client, play: Cast) -> None:
    page = f"{OFFICE}soldes/{play.alice.number}/"
    typed = {"amount": "17,35", "reference": "chèque 0042", "key": "00000000-0000-4000-8000-000000000000"}
    shown = resumed(client, play, page, f"{page}paiement/", typed)
    assert GIVEN_BACK in shown
    assert 'value="17,35"' in shown
    assert 'value="chèque 0042"' in shown
    assert typed["key"] not in shown  # the page has its own
    assert not Payment.objects.exists()


@time_machine.travel(THURSDAY_EVENING, tick=False)
def test_a_weight_typed_at_the_stand(client: Client, play: Cast) -> None:
    basket = play.order(play.alice, {play.cheese: 1})
    page = f"{OFFICE}distributions/1/stand/{basket.number}/"
    weight = f"weight-{basket.lines.get().pk}"
    shown = resumed(client, play, page, f"{page}encaissement/", {weight: "251", "means": "cheque"})
    assert GIVEN_BACK in shown
    assert re.search(rf'name="{weight}"[^>]* value="251"', shown)
    assert not Payment.objects.exists()


def test_a_tap_without_a_field_says_that_nothing_was_recorded(client: Client, play: Cast) -> None:
    page = "/g/vallon/commande/1/"
    shown = resumed(client, play, page, f"{page}brouillon/", {"product": str(play.bread.pk), "add": "1"})
    assert "rien n’a été enregistré" in shown


def test_a_file_is_to_be_chosen_again_and_what_was_pasted_comes_back(client: Client, play: Cast) -> None:
    page = f"{OFFICE}membres/import/"
    file = SimpleUploadedFile("membres.csv", b"Nom;Prenom\nMartin;Zoe\n")
    shown = resumed(client, play, page, page, {"pasted": "Nom\tPrénom\nPetit\tZoé", "file": file})
    assert "Nom\tPrénom\nPetit\tZoé</textarea>" in shown
    assert "Un fichier ne peut pas être gardé" in shown


def test_what_is_too_long_is_not_kept_and_it_is_said(client: Client, play: Cast) -> None:
    page = f"{OFFICE}membres/import/"
    shown = resumed(client, play, page, page, {"pasted": "x" * 64_001})
    assert "trop long pour être gardé" in shown
    assert "x" * 100 not in shown


def test_no_password_and_no_code_is_kept(client: Client, play: Cast) -> None:
    page = "/mot-de-passe/"
    sent_signed_out(client, page, page, {"old_password": "secret-1", "new_password": "secret-2", "code": "123456"})
    kept = str(dict(client.session))
    assert "lost_forms" in kept
    for secret in ("secret-1", "secret-2", "123456"):
        assert secret not in kept


def test_after_an_hour_it_is_gone(client: Client, play: Cast) -> None:
    page = f"{OFFICE}membres/nouveau/"
    with time_machine.travel(TUESDAY, tick=False) as clock:
        back = sent_signed_out(client, page, page, {"first_name": "Zoé"})
        clock.shift(3601)
        shown = signed_in_again(client, play, back)
    assert GIVEN_BACK not in shown
    assert "Zoé" not in shown


def test_another_browser_is_given_nothing(client: Client, play: Cast) -> None:
    page = f"{OFFICE}membres/nouveau/"
    back = sent_signed_out(client, page, page, {"first_name": "Zoé"})
    assert "Zoé" not in signed_in_again(Client(), play, back)


def test_once_it_was_sent_it_is_forgotten(client: Client, play: Cast) -> None:
    page = f"{OFFICE}membres/nouveau/"
    typed = {"first_name": "Zoé", "last_name": "Petit"}
    back = sent_signed_out(client, page, page, typed)
    signed_in_again(client, play, back)
    assert client.post(page, typed).status_code == 302
    assert GIVEN_BACK not in client.get(back).content.decode()


def test_who_may_not_open_the_page_is_shown_what_they_had_typed(client: Client, play: Cast) -> None:
    page = f"{OFFICE}membres/nouveau/"
    back = sent_signed_out(client, page, page, {"first_name": "Zoé Petit"})
    set_roles(play.group, play.nadia, [Role.TREASURER], by=None, at=TUESDAY)
    shown = signed_in_again(client, play, back)
    assert "Cette page est réservée" in shown
    assert "<li>Zoé Petit</li>" in shown


def test_a_tap_of_a_script_opens_the_sign_in_page_whole(client: Client, play: Cast) -> None:
    response = client.post(
        "/g/vallon/commande/1/brouillon/",
        {"product": "1", "add": "1"},
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/g/vallon/commande/1/?rayon=pain"},
    )
    assert response["HX-Redirect"].startswith("/connexion/?next=/g/vallon/commande/1/%3Frayon%3Dpain%26reprise%3D")


def test_it_leads_to_no_other_site(client: Client, play: Cast) -> None:
    page = f"{OFFICE}membres/nouveau/"
    response = client.post(page, {}, headers={"Referer": "https://elsewhere.example/g/"})
    assert response["Location"].startswith(f"/connexion/?next={page}%3Freprise%3D")


def test_whoever_floods_is_kept_nothing_more(client: Client, play: Cast) -> None:
    page = f"{OFFICE}membres/nouveau/"
    for _ in range(20):
        Client().post(page, {"first_name": "Zoé"})
    assert "reprise" not in client.post(page, {"first_name": "Zoé"})["Location"]


def outdated(client: Client, page: str, typed: dict[str, str], **headers: str) -> str:
    """The answer to a form whose secret is not the browser's any more."""
    response = client.post(page, typed, headers={"Referer": f"http://testserver{page}", **headers})
    assert response.status_code == 403
    return response.content.decode()


def test_a_form_from_before_the_last_sign_in_is_given_back_too(play: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(play.nadia)
    page = f"{OFFICE}membres/nouveau/"
    answer = outdated(client, page, {"first_name": "Zoé", "csrfmiddlewaretoken": "old"}, Origin="http://testserver")
    assert "Reprendre ma saisie" in answer
    [back] = re.findall(r'href="([^"]*reprise=[^"]*)"', answer)
    shown = client.get(back).content.decode()
    assert GIVEN_BACK in shown
    assert 'value="Zoé"' in shown
    assert Membership.objects.count() == 3


def test_what_another_site_posts_is_never_given_back(play: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(play.nadia)
    answer = outdated(client, f"{OFFICE}membres/nouveau/", {"first_name": "Zoé"}, Origin="https://elsewhere.example")
    assert "Rouvrir la page" in answer
    assert "lost_forms" not in client.session
