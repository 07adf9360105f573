"""« Permanences »: one tap signs up, and off; the coordination decides for anybody; a file says who did what."""

from datetime import timedelta

from django.test import Client

from cabas.volunteering.models import Duty, DutyRole, DutySettings
from cabas.volunteering.signing_up import put_on, sign_up
from tests.cast import TUESDAY, add_distribution
from tests.distributions.pages import Visitor, words
from tests.volunteering.conftest import Helpers

PAGE = "permanences/"


def test_a_tap_signs_up_the_toast_undoes_it_and_a_full_role_is_refused_in_words(helpers: Helpers) -> None:
    alice, bob = Visitor(helpers.play.alice), Visitor(helpers.play.bob)
    said = words(alice.get(PAGE))
    assert "Jeudi 26 novembre 18 h 30 – 19 h 30, Salle des Aulnes Il manque 3 personnes Distribution 0 / 2" in said
    alice.post(f"{PAGE}1/{helpers.welcome.pk}/inscription/")
    page = alice.get(PAGE)
    assert f'action="/g/vallon/{PAGE}1/{helpers.welcome.pk}/desinscription/"' in page.partition('id="toasts"')[2]
    assert "Mes permanences Jeudi 26 novembre Accueil, 18 h 30 – 19 h 30" in words(page)
    bob.post(f"{PAGE}1/{helpers.welcome.pk}/inscription/")
    assert "Quelqu’un vient de prendre la dernière place de ce rôle." in words(bob.get(PAGE))
    alice.post(f"{PAGE}1/{helpers.welcome.pk}/desinscription/")
    assert not Duty.objects.exists()


def test_too_late_to_leave_the_page_leads_to_the_coordination(helpers: Helpers) -> None:
    play = helpers.play
    play.group.distributions.update(day=TUESDAY.date() + timedelta(days=1))
    put_on(play.distribution, helpers.welcome, helpers.alice, by=play.nadia, at=TUESDAY)
    page = Visitor(play.alice).get(PAGE)
    assert "Un empêchement ? Écrire à la coordination" in words(page).replace("\u202f", " ")
    assert "Me désinscrire" not in page


def test_the_coordination_puts_on_takes_off_and_says_how_many(helpers: Helpers) -> None:
    play, client = helpers.play, Client()
    client.force_login(play.nadia)
    page = "/g/vallon/gestion/distributions/1/permanences/"
    assert "Bob Lenoir" in words(client.get(f"{page}?q=bob").content.decode())
    client.post(page, {"person": helpers.bob.pk, "role": helpers.welcome.pk})
    assert list(Duty.objects.values_list("person", "signed_up_by")) == [(helpers.bob.pk, play.nadia.pk)]
    client.post(f"{page}retrait/", {"person": helpers.bob.pk, "role": helpers.welcome.pk})
    assert not Duty.objects.exists()
    wanted = {str(helpers.welcome.pk): "0", str(helpers.hand_out.pk): "x"}
    refused = client.post(f"{page}besoins/", wanted)
    assert refused.status_code == 422
    assert "Écrivez un nombre entre 0 et 30." in refused.content.decode()
    client.post(f"{page}besoins/", wanted | {str(helpers.hand_out.pk): "3"})
    assert "Il manque 3 personnes" in words(client.get(page).content.decode())


def test_a_role_is_added_changed_removed_and_comes_back(helpers: Helpers) -> None:
    client = Client()
    client.force_login(helpers.play.nadia)
    page = "/g/vallon/gestion/permanences/"
    said = {"name": "Accueil", "people_wanted": "1", "catalog": "", "instructions": ""}
    refused = client.post(f"{page}roles/nouveau/", said)
    assert "Un rôle porte déjà ce nom" in refused.content.decode()
    client.post(f"{page}roles/nouveau/", said | {"name": "Rangement", "catalog": str(helpers.play.catalog.pk)})
    role = DutyRole.objects.get(name="Rangement")
    assert role.catalog == helpers.play.catalog
    client.post(f"{page}roles/{role.pk}/suppression/")
    assert "Rangement" not in words(client.get(page).content.decode()).partition("Délais")[0].partition("Rôles")[2]
    client.post(f"{page}roles/{role.pk}/retour/")
    assert DutyRole.objects.get(pk=role.pk).removed_at is None


def test_the_days_are_chosen_within_their_limits(helpers: Helpers) -> None:
    client = Client()
    client.force_login(helpers.play.nadia)
    page = "/g/vallon/gestion/permanences/"
    said = {"opens_days_before": "6", "leave_days_before": "3", "call_days_before": "0", "instruct_days_before": "5"}
    refused = client.post(page, said)
    assert refused.status_code == 422
    assert "Écrivez un nombre de jours entre 7 et 180." in refused.content.decode()
    client.post(page, said | {"opens_days_before": "30"})
    chosen = DutySettings.objects.values_list(*said).get(group=helpers.play.group)
    assert chosen == (30, 3, 0, 5)


def test_the_file_says_who_did_how_many_in_12_months_those_who_did_least_first(helpers: Helpers) -> None:
    play = helpers.play
    past = add_distribution(play.group, TUESDAY - timedelta(days=30), [])
    put_on(past, helpers.welcome, helpers.alice, by=play.nadia, at=TUESDAY)
    sign_up(play.distribution, helpers.welcome, helpers.bob, at=TUESDAY)
    client = Client()
    client.force_login(play.nadia)
    file = client.get("/g/vallon/gestion/permanences/participation.csv").content.decode("utf-8-sig")
    assert file.splitlines() == [
        "N° du foyer;Prénom;Nom;Permanences sur 12 mois;La dernière;À venir",
        "3;Nadia;Belkacem;0;;0",
        "2;Bob;Lenoir;0;;1",
        "1;Alice;Martin;1;25/10/2026;0",
    ]
