"""A group moves here by its first steps: nothing is retyped but what is doubtful, and every balance is the same."""

from http.client import HTTPConnection

import pytest
from django.test import Client

from cabas.bench.browsing import Answer, Browser
from cabas.bench.comparison import Comparison, read
from cabas.bench.move_files import files_of
from cabas.bench.moving import Move, move, told
from cabas.clock import now
from cabas.config.bench_stage import GROUP_FILE
from cabas.config.proving import faults
from cabas.hosting.first_link import offer_link

BUYERS = 40


class Inside(Browser):
    """A browser that asks this process, without a server."""

    def __init__(self, client: Client) -> None:
        super().__init__(HTTPConnection("127.0.0.1"))
        self.client = client

    def _ask(
        self, method: str, path: str, body: str | bytes | None = None, more_headers: dict[str, str] | None = None
    ) -> Answer:
        kind = (more_headers or {}).get("Content-Type", "application/x-www-form-urlencoded")
        response = self.client.generic(method, path, body or "", content_type=kind)
        content = b"".join(response) if response.streaming else response.content
        return Answer(
            path, response.status_code, content.decode(errors="replace"), response.get("Location", ""), 0, 0.0
        )


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return read(GROUP_FILE, buyers_max=BUYERS)


def test_files_are_in_the_shapes_of_the_other_system_and_the_same_each_time(comparison: Comparison) -> None:
    files = files_of(comparison)
    assert files == files_of(comparison)
    assert files.members.splitlines()[0].startswith("Prénom,Nom,E-mail,Téléphone mobile,Prénom du conjoint")
    assert len(files.members.splitlines()) == 1 + BUYERS + 1
    assert files.pasted.splitlines()[-1] == "ILLISIBLE Zoé\tvoir le cahier"
    assert sum(line.is_mistyped for line in files.balances) == 10
    assert [text.splitlines()[0][:9] for text in files.products.values()] == ['"warning '] * 4


@pytest.mark.django_db
def test_a_group_moves_and_only_what_is_doubtful_is_asked(client: Client, comparison: Comparison) -> None:
    link = f"/premiere-connexion/{offer_link(at=now())}/"
    done = move(Inside(client), link, comparison, files_of(comparison))
    assert (done.asked, done.refused) == (10, 3)
    assert [step.name for step in done.steps][:3] == ["groupe", "membres", "soldes"]
    assert sum(step.taps for step in done.steps) <= 60
    assert list(faults()) == []


def test_each_step_is_told_then_all() -> None:
    done = Move()
    with done.step("membres") as here:
        here.taps += 4
    said: list[tuple[str, int]] = []
    told(done.steps, lambda name, _seconds, taps: said.append((name, taps)))
    assert said == [("membres", 4), ("en tout", 4)]
