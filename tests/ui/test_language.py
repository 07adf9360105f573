"""One reads in French until one chooses English; what a group sends and keeps stays in French."""

from datetime import date, datetime

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from cabas.clock import PARIS
from cabas.people.models import User
from cabas.ui import formats
from cabas.ui.language import in_french

BACK = "/connexion/"
IN_ENGLISH = {"language": "en", "back": BACK}

pytestmark = pytest.mark.django_db


def language_of(client: Client) -> str:
    return client.get(BACK).headers["Content-Language"]


def test_a_page_is_in_french_whatever_the_browser_prefers(client: Client) -> None:
    assert client.get(BACK, headers={"Accept-Language": "en"}).headers["Content-Language"] == "fr"


def test_the_language_that_was_tapped_is_kept_by_the_browser(client: Client) -> None:
    response = client.post("/langue/", IN_ENGLISH)
    assert (response.status_code, response.headers["Location"], language_of(client)) == (302, BACK, "en")
    page = client.get(BACK).content.decode()
    assert '<html lang="en"' in page
    assert "Français" in page


def test_signed_in_the_choice_follows_the_person_to_another_device(client: Client) -> None:
    person = User.objects.create_user("ann@example.org", first_name="Ann", last_name="Lee")
    client.force_login(person)
    client.post("/langue/", IN_ENGLISH)
    other = Client()
    other.force_login(User.objects.get(pk=person.pk))
    assert other.get("/mon-adresse/").headers["Content-Language"] == "en"


@pytest.mark.parametrize(
    "posted",
    [{}, {"language": "xx"}, *({"language": "en", "back": back} for back in ("https://elsewhere.example/", "1e9"))],
)
def test_what_no_page_sends_leads_home_and_nowhere_else(client: Client, posted: dict[str, str]) -> None:
    assert client.post("/langue/", posted).headers["Location"] == "/"


def test_days_and_hours_follow_the_language_amounts_do_not() -> None:
    evening = datetime(2026, 12, 1, 18, 30, tzinfo=PARIS)
    with translation.override("en"):
        assert formats.day_long(date(2026, 12, 1), 2026) == "Tuesday 1 December"
        assert formats.datetime_short(evening, 2026) == "Tue 1 Dec, 18:30"
        assert formats.grams(1200) == "1,2\u00a0kg"


def test_what_is_mailed_or_kept_is_told_in_french() -> None:
    @in_french
    def told() -> str:
        return formats.weekday(date(2026, 12, 1)) + gettext("Enregistrer")

    with translation.override("en"):
        assert told() == "mardiEnregistrer"
        assert translation.get_language() == "en"
