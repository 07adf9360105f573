"""What is measured is said whole: names, databases, the reference; an answer that is another one is not measured."""

import json
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from cabas.bench.browsing import Answer, Form, NotAsExpected
from cabas.bench.figures import REFERENCE, Measure
from cabas.config import benching
from cabas.config.counting import HEADER, count_statements
from cabas.config.refusals import CommandRefused

PAGE = """
<form action="/ailleurs/"><input name="q" value="x"></form>
<form method="post"><input type="hidden" name="key" value="k"><input type="radio" name="means" value="cash">
<input type="radio" name="means" value="cheque" checked><input type="checkbox" name="sure"><input name="why">
<button name="act" value="go">Go</button></form>"""


def answer(text: str = "Bonjour", status: int = 200) -> Answer:
    return Answer("/ici/", status, text, "", statements=4, milliseconds=2.0)


def measures(milliseconds: float = 3.0, statements: int = 9) -> list[Measure]:
    return [Measure(name, database, milliseconds, statements) for database in benching.DATABASES for name in REFERENCE]


def test_the_report_names_each_job_on_each_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(benching, "_measured_on", lambda name: [one for one in measures() if one.database == name])
    assert benching.run(["--json", str(tmp_path / "out.json")]) == 0
    jobs = json.loads((tmp_path / "out.json").read_text())["jobs"]
    assert [job["name"] for job in jobs[:8]] == [
        "balances overview",
        "history of a member",
        "baskets of a distribution",
        "one basket",
        "order page",
        "committing an order",
        "validation of 270 baskets",
        "home",
    ]
    assert [job["database"] for job in jobs] == ["sqlite"] * 8 + ["postgresql"] * 8
    assert jobs[5] == {
        "name": "committing an order",
        "database": "sqlite",
        "ms": 3.0,
        "statements": 9,
        "reference_ms": 55,
        "reference_statements": 159,
    }


def test_aims_that_are_missed_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    benching._conclude(measures())
    assert capsys.readouterr().out == "Toutes les cibles sont tenues.\n"
    benching._conclude([Measure("home", "sqlite", 14.0, 13), Measure("home", "postgresql", 14.0, 12)])
    assert capsys.readouterr().out == (
        "Cibles manquées\u202f:\nhome, sqlite\u202f: 13 requêtes, visé 12\nhome, sqlite\u202f: × 0.9, visé × 1\n"
    )


def test_an_unknown_database_is_refused() -> None:
    with pytest.raises(CommandRefused):
        benching.run(["--database", "mariadb"])


def test_an_answer_is_checked() -> None:
    assert answer().checked(200, "Bonjour").milliseconds == 2.0
    for status, said in ((302, "Bonjour"), (200, "Au revoir")):
        with pytest.raises(NotAsExpected):
            answer().checked(status, said)


def test_a_form_is_sent_as_it_stands() -> None:
    page = answer(PAGE)
    assert page.form("/ailleurs/") == Form("/ailleurs/", [("q", "x")])
    assert page.form("/ici/") == Form("/ici/", [("key", "k"), ("means", "cheque"), ("why", "")])
    with pytest.raises(NotAsExpected):
        page.form("/nulle-part/")


@pytest.mark.django_db
def test_statements_are_counted_without_what_asks_nothing_of_the_tables() -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.execute("SELECT 2")
        return HttpResponse()

    assert count_statements(view)(HttpRequest()).headers[HEADER] == "2"
