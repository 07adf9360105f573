"""A real installation has nothing of the demonstration: no app, no address, no banner, no list of people."""

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(settings.IS_DEMO, reason="this data folder is a demonstration")]


@pytest.mark.parametrize("address", ["", "entrer/", "courriels/", "remise-a-zero/"])
def test_its_addresses_do_not_exist(client: Client, address: str) -> None:
    assert client.get(f"/demo/{address}").status_code == 404
    assert client.post(f"/demo/{address}", {"person": "camille"}).status_code == 404


def test_its_app_is_not_there() -> None:
    assert not apps.is_installed("cabas.demo")
    assert "demo" not in settings.EMAIL_BACKEND


def test_the_sign_in_page_offers_nobody(client: Client) -> None:
    page = client.get("/connexion/").content.decode()
    assert "Entrer comme" not in page
    assert "Données d’exemple" not in page
