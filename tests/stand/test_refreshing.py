"""Several phones at one stand: each is told what the others did and have open, and only what changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cabas.groups.models import Role
from cabas.groups.roles import set_roles
from cabas.stand.presence import be_at, others_at
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key

pytestmark = pytest.mark.django_db

STAND = "/g/vallon/gestion/distributions/1/stand/"


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Alice and Bob ordered; Bob helps at the stand, and so does Nadia."""
    told = cast()
    for member in (told.alice, told.bob):
        told.order(member, {told.bread: 1})
    set_roles(told.group, told.person(told.bob), [Role.COORDINATOR], by=told.nadia, at=TUESDAY)
    monkeypatch.setattr("cabas.clock._demo_moment", lambda: THURSDAY_EVENING)
    return told


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def news(client: Client, mark: str = "") -> dict[str, Any]:
    answer: dict[str, Any] = client.get(f"{STAND}nouvelles/", {"depuis": mark}).json()
    return answer


def test_only_what_changed_since_the_mark_is_sent(play: Cast) -> None:
    nadia, bob = signed_in(play.nadia), signed_in(play.person(play.bob))
    first = news(nadia)
    assert (sorted(first["rows"]), sorted(first["panels"]), first["gone"]) == (["1", "2"], ["1", "2"], [])
    assert news(nadia, first["mark"]) == {"mark": "", "rows": {}, "panels": {}, "gone": [], "presence": {}}

    bob.post(f"{STAND}2/encaissement/", {"key": key(), "means": "cheque", "seen": "540"})
    bob.post(f"{STAND}1/note/", {"key": key(), "note": "Revient demain"})
    after = news(nadia, first["mark"])
    assert sorted(after["rows"]) == ["1", "2"]
    assert "réglé" in after["rows"]["2"]
    assert "Revient demain" in after["panels"]["1"]
    assert "Bob Lenoir" in after["panels"]["2"]

    play.order(play.alice, {})
    assert news(nadia, first["mark"])["gone"] == [1]


def test_news_ask_the_same_for_one_basket_and_for_two(play: Cast) -> None:
    nadia = signed_in(play.nadia)
    mark = news(nadia)["mark"]
    counts = []
    for known in (mark, mark.split(".")[0], ""):
        with CaptureQueriesContext(connection) as asked:
            news(nadia, known)
        counts.append(len(asked))
    assert counts[1] == counts[2] <= 12, counts


def test_an_odd_mark_knows_nothing(play: Cast) -> None:
    assert sorted(news(signed_in(play.nadia), "x~y.1~é")["rows"]) == ["1", "2"]


def test_who_has_a_basket_open_is_told_to_the_others_for_a_minute(play: Cast) -> None:
    bob = play.person(play.bob)
    here = play.distribution
    be_at(here, 1, by=bob, at=THURSDAY_EVENING)
    be_at(here, 2, by=bob, at=THURSDAY_EVENING)  # one at a time
    told = [others_at(here, than=play.nadia, at=THURSDAY_EVENING + timedelta(seconds=late)) for late in (59, 60)]
    assert told == [{"2": "Bob est dessus"}, {}]
    assert others_at(here, than=bob, at=THURSDAY_EVENING) == {}
    be_at(here, 2, by=play.person(play.alice), at=THURSDAY_EVENING)
    assert others_at(here, than=play.nadia, at=THURSDAY_EVENING) == {"2": "Bob et Alice sont dessus"}
    be_at(here, None, by=bob, at=THURSDAY_EVENING)
    assert others_at(here, than=play.nadia, at=THURSDAY_EVENING) == {"2": "Alice est dessus"}


def test_opening_a_basket_is_posted_and_seen_by_the_others(play: Cast) -> None:
    nadia, bob = signed_in(play.nadia), signed_in(play.person(play.bob))
    assert bob.post(f"{STAND}presence/", {"basket": "1"}).json() == {"presence": {}}
    assert news(nadia)["presence"] == {"1": "Bob est dessus"}
    bob.post(f"{STAND}presence/", {"basket": "x"})
    assert news(nadia)["presence"] == {}
