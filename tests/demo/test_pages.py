"""One enters the demonstration in one click, reads its mail there, and puts everything back."""

import fcntl
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, send_mail
from django.test import Client

from cabas.demo import views
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Membership, Role
from cabas.groups.roles import set_roles
from cabas.mail.models import OutgoingMail
from cabas.mail.queueing import Letter, queue
from cabas.mail.tasks import send_waiting
from cabas.people.models import User
from tests.cast import TUESDAY, Cast, cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_demo")]


@pytest.fixture
def play() -> Cast:
    return cast()


@pytest.fixture
def camille(play: Cast) -> Membership:
    moreau = NewPerson("Camille", "Moreau", "camille.moreau@example.org")
    return add_member(play.group, NewHousehold([moreau]), at=TUESDAY)


def read(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def person_in(client: Client) -> str:
    return str(User.objects.get(pk=client.session["_auth_user_id"]).email)


def test_the_sign_in_page_offers_the_people_by_role(client: Client, play: Cast, camille: Membership) -> None:
    lucie = add_member(
        play.group, NewHousehold([NewPerson("Lucie", "Bernard", "lucie.bernard@example.org")]), at=TUESDAY
    )
    set_roles(play.group, lucie.people[0], [Role.COORDINATOR], by=None, at=TUESDAY)
    page = read(client, "/connexion/")
    assert "Entrer comme…" in page
    assert 'name="person" value="camille"><b>Camille Moreau</b>' in page
    assert "à jour" in page
    assert page.index("Équipe") < page.index("Lucie Bernard") < page.index("coordination")
    assert "Jean Petit" not in page


def test_the_sign_in_page_leads_a_stranger_to_the_page_of_the_group(client: Client, play: Cast) -> None:
    outside = f"/g/{play.group.slug}/presentation/"
    assert f'href="{outside}"' in read(client, "/connexion/")


def test_every_page_says_that_the_data_are_examples(client: Client, play: Cast) -> None:
    page = read(client, "/connexion/")
    for words in ("Données d’exemple", "Changer de personne", "E-mails", "Remettre à zéro"):
        assert words in page


def test_one_click_enters(client: Client, camille: Membership) -> None:
    response = client.post("/demo/entrer/", {"person": "camille"})
    assert (response.status_code, response["Location"]) == (302, "/g/vallon/")
    assert person_in(client) == "camille.moreau@example.org"
    assert client.get("/")["Location"] == "/g/vallon/"


def test_whoever_left_the_first_group_is_led_as_by_any_sign_in(client: Client, camille: Membership) -> None:
    Membership.objects.filter(pk=camille.pk).update(left_on=TUESDAY.date())
    assert client.post("/demo/entrer/", {"person": "camille"})["Location"] == "/"


def test_the_second_group_is_entered_as_the_people_it_has(client: Client, play: Cast, camille: Membership) -> None:
    blocked = cast("bloque", "Les Cageots bloqués")
    add_member(play.group, NewHousehold([NewPerson("Jean", "Petit", "jean.petit@example.org")]), at=TUESDAY)
    add_member(blocked.group, NewHousehold([NewPerson("", "", "camille.moreau@example.org")]), at=TUESDAY)
    for address in ("/demo/", "/connexion/"):
        page = read(client, address)
        assert "Jean Petit" in page
        assert '<a class="more" href="?next=/g/bloque/">Les Cageots bloqués' in page
        there = read(client, f"{address}?next=/g/bloque/")
        assert '<input type="hidden" name="next" value="/g/bloque/">' in there
        assert '<a class="more" href="?next=/g/vallon/">Les Paniers du Vallon' in there
        assert "Camille Moreau" in there
        assert "Jean Petit" not in there
    asked = {"person": "camille", "next": "/g/bloque/"}
    assert client.post("/demo/entrer/", asked)["Location"] == "/g/bloque/"


def test_somebody_inside_becomes_somebody_else(client: Client, play: Cast, camille: Membership) -> None:
    client.force_login(play.person(play.alice))
    assert "Camille Moreau" in read(client, "/demo/")
    client.post("/demo/entrer/", {"person": "camille"})
    assert person_in(client) == "camille.moreau@example.org"


def test_one_arrives_where_one_wanted_to_go_but_never_elsewhere(client: Client, camille: Membership) -> None:
    asked = {"person": "camille", "next": "/g/vallon/compte/"}
    assert client.post("/demo/entrer/", asked)["Location"] == "/g/vallon/compte/"
    assert client.post("/demo/entrer/", asked | {"next": "https://ailleurs.example/"})["Location"] == "/g/vallon/"


def test_nobody_enters_by_opening_an_address_or_under_an_unknown_name(client: Client, camille: Membership) -> None:
    assert client.get("/demo/entrer/?person=camille").status_code == 405
    assert client.post("/demo/entrer/", {"person": "alice"}).status_code == 404
    assert client.post("/demo/entrer/").status_code == 404


def test_a_sign_in_code_is_read_in_the_application(client: Client, camille: Membership) -> None:
    client.post("/connexion/code/", {"email": "camille.moreau@example.org"})
    (mail,) = OutgoingMail.objects.all()
    assert (mail.kind, mail.to, mail.group, mail.sent_at is None) == ("E19", "camille.moreau@example.org", None, False)
    page = read(client, "/demo/courriels/")
    assert "Votre code de connexion" in page
    assert "Il est valable 15 minutes." in page


def test_a_mail_of_the_queue_is_not_kept_twice(camille: Membership) -> None:
    member = Membership.objects.select_related("group").with_people().get(pk=camille.pk)
    queue([Letter(member, "E3", "Votre commande", "Bonjour")], at=TUESDAY)
    assert send_waiting.func() == 1
    assert list(OutgoingMail.objects.values_list("kind", flat=True)) == ["E3"]
    assert not OutgoingMail.objects.waiting().exists()


def test_the_latest_mails_come_first(client: Client) -> None:
    assert "Aucun e-mail" in read(client, "/demo/courriels/")
    for number in range(32):
        send_mail(f"Message {number:02d}", "Bonjour", None, ["alice@example.org"])
    page = read(client, "/demo/courriels/")
    assert page.index("Message 31") < page.index("Message 30")
    assert "Message 01" not in page


def test_a_mail_to_two_people_is_two_rows() -> None:
    EmailMessage("Bonjour", "Texte", to=["alice@example.org", "bob@example.org"]).send()
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == ["alice@example.org", "bob@example.org"]


@pytest.fixture
def rebuilt(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stands for the building, which has its own tests: one line each time."""
    times: list[str] = []
    monkeypatch.setattr(views, "build_demo", lambda: times.append("built"))
    return times


def test_putting_back_asks_first(client: Client, camille: Membership, rebuilt: list[str]) -> None:
    client.post("/demo/entrer/", {"person": "camille"})
    assert "Tout ce qui a été fait dans la démonstration disparaît" in read(client, "/demo/remise-a-zero/")
    assert rebuilt == []
    response = client.post("/demo/remise-a-zero/")
    assert (response.status_code, response["Location"], rebuilt) == (302, "/", ["built"])
    assert person_in(client) == "camille.moreau@example.org"


def test_who_was_not_inside_is_led_to_the_sign_in_page(client: Client, rebuilt: list[str]) -> None:
    response = client.post("/demo/remise-a-zero/", follow=True)
    assert [url for url, _status in response.redirect_chain] == ["/", "/connexion/"]
    assert "Les données d’exemple sont comme au premier jour." in response.content.decode()


def test_a_second_person_who_puts_back_meanwhile_is_told_to_wait(client: Client, settings: Any) -> None:
    with (Path(settings.DATA) / "demo.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        response = client.post("/demo/remise-a-zero/")
    assert response.status_code == 409
    assert "déjà en train d’être remise à zéro" in response.content.decode()


def test_whose_account_is_gone_is_sent_to_sign_in_without_an_error(client: Client, camille: Membership) -> None:
    client.post("/demo/entrer/", {"person": "camille"})
    camille.adults.all().delete()
    User.objects.filter(email="camille.moreau@example.org").delete()
    assert client.get("/")["Location"] == "/connexion/"
