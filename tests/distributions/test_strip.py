"""The strip of 26 weeks: what each distribution is, a sentence, and no statement more for what is closed."""

from datetime import date, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cabas.distributions.blocking import Backlog
from cabas.distributions.models import Distribution
from cabas.distributions.validation import validate
from cabas.distributions.views._strip import WEEKS, first_day, strip_of
from tests.cast import TUESDAY, Cast, add_distribution, key
from tests.distributions.owing import past_evenings
from tests.distributions.pages import words

PLAN = "/g/vallon/gestion/distributions/"


def closed(play: Cast, count: int) -> None:
    """So many evenings before, without an order, validated."""
    for weeks in range(3, 3 + count):
        evening = add_distribution(play.group, play.distribution.starts_at - timedelta(weeks=weeks), [play.catalog])
        validate(evening, key=key(), by=play.nadia, at=TUESDAY)


def test_each_week_is_a_cell_and_a_week_without_a_distribution_says_so(play: Cast) -> None:
    owing = past_evenings(play, 2, settled=0)
    closed(play, 1)
    strip = strip_of(
        Distribution.objects.with_validation(), {evening.pk for evening in owing}, Backlog(len(owing)), TUESDAY
    )
    assert (len(strip.cells), first_day(TUESDAY)) == (WEEKS, date(2026, 6, 1))
    assert [(cell.day.isoformat(), cell.state) for cell in strip.cells[-5:]] == [
        ("2026-10-29", "none"),
        ("2026-11-05", "validated"),
        ("2026-11-12", "owing"),
        ("2026-11-19", "owing"),
        ("2026-11-26", "to-come"),
    ]
    assert [month.name for month in strip.months] == ["juin", "juillet", "août", "septembre", "octobre", "novembre"]
    assert strip.sentence == "2 distributions à valider\u202f; à 4, les commandes sont en pause."


def test_two_on_one_week_are_two_cells(play: Cast) -> None:
    add_distribution(play.group, play.distribution.starts_at + timedelta(days=2), [play.catalog])
    strip = strip_of(Distribution.objects.with_validation(), (), Backlog(0), TUESDAY)
    assert [cell.day.day for cell in strip.cells[-2:]] == [26, 28]
    assert strip.sentence == f"Rien n’est à valider depuis {WEEKS} semaines."


def test_the_page_draws_it_and_takes_as_many_statements_for_4_closed_as_for_3(play: Cast, client: Client) -> None:
    client.force_login(play.nadia)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            page = client.get(PLAN).content.decode()
        assert "Jeu. 26 nov. à venir Jeu. 5 nov. validée" in words(page)
        return len(captured)

    closed(play, 3)
    few = statements()
    closed_before = add_distribution(play.group, play.distribution.starts_at - timedelta(weeks=7), [play.catalog])
    validate(closed_before, key=key(), by=play.nadia, at=TUESDAY)
    assert statements() == few <= 12


def test_the_page_of_a_blocked_group_draws_it_too(play: Cast, client: Client) -> None:
    past_evenings(play, 4)
    client.force_login(play.nadia)
    with CaptureQueriesContext(connection) as captured:
        page = words(client.get("/g/vallon/commande/").content.decode())
    assert "Ce groupe est bloqué car il a 4 distributions non validées" in page
    assert "4 distributions à valider ; à 4, les commandes sont en pause." in page
    assert "Jeu. 26 nov. à venir Jeu. 19 nov. à valider" in page
    assert len(captured) <= 12


def test_the_till_is_one_tap_from_the_distributions(play: Cast, client: Client) -> None:
    client.force_login(play.nadia)
    assert 'href="/g/vallon/gestion/caisse/"' in client.get(PLAN).content.decode()
