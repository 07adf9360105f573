"""The tests find a PostgreSQL and a Chromium, or say loudly that they did not."""

import contextlib

import pytest

from cabas.config import chromium, postgresql, test_tables, testing
from cabas.config.postgresql import ServerImpossible
from cabas.config.test_tables import Tables
from cabas.config.testing import RequiredButMissing


@pytest.mark.parametrize("installation", postgresql.installations(), ids=lambda installation: installation.name)
def test_every_postgresql_of_this_machine_serves_and_leaves_nothing(installation):
    with postgresql.throw_away(installation) as url:
        assert postgresql.rows(url, "SELECT current_user::text") == [("cabas",)]
    with pytest.raises(Exception, match="ne répond pas"):
        postgresql.rows(url, "SELECT 1")


def test_without_the_right_to_run_as_nobody_the_server_only_looks_like_it(monkeypatch):
    if not postgresql.installations():
        pytest.skip("no PostgreSQL here")
    monkeypatch.setattr(postgresql.Installation, "may_be_run_by_nobody", lambda installation: False)
    try:
        with postgresql.throw_away(postgresql.installations()[-1]) as url:
            assert postgresql.rows(url, "SELECT 1") == [(1,)]
    except ServerImpossible as refusal:
        pytest.skip(f"user namespaces are closed here: {refusal}")


def test_the_wheel_is_the_last_choice():
    names = [installation.name for installation in postgresql.installations()]
    assert [name for name in names if "paquet Python" in name] == names[-1:]


def test_the_chromium_that_is_named_comes_first(monkeypatch, tmp_path):
    mine = tmp_path / "chromium"
    mine.write_text("#!/bin/sh\necho Chromium 150\n")
    mine.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(mine))
    assert chromium.find() == str(mine)


def test_a_chromium_that_does_not_start_is_passed_over(monkeypatch, tmp_path):
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "nowhere"))
    assert chromium.find() != str(tmp_path / "nowhere")


def test_without_a_browser_it_is_said_loudly(monkeypatch, capsys):
    monkeypatch.setattr(chromium, "find_or_install", lambda: None)
    monkeypatch.delenv("REQUIRE_E2E", raising=False)
    assert testing._browser() is None
    assert "LES TESTS DANS LE NAVIGATEUR NE TOURNENT PAS" in capsys.readouterr().err


def test_without_a_browser_it_fails_where_one_is_required(monkeypatch):
    monkeypatch.setattr(chromium, "find_or_install", lambda: None)
    monkeypatch.setenv("REQUIRE_E2E", "1")
    with pytest.raises(RequiredButMissing):
        testing._browser()


def test_without_postgresql_it_fails_where_one_is_required(monkeypatch):
    monkeypatch.setattr(postgresql, "installations", list)
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    monkeypatch.setenv("REQUIRE_E2E", "1")
    with pytest.raises(RequiredButMissing):
        testing._on_postgresql([], {})


def test_all_is_told_in_four_parts_which_copy_the_tables_of_one_migration(monkeypatch, tmp_path):
    told = []
    monkeypatch.setattr(testing, "_pytest", lambda arguments, environment: told.append((arguments, environment)) or 0)
    monkeypatch.setattr(testing, "_server", lambda: contextlib.nullcontext("postgresql://here/postgres"))
    tables = Tables({"CABAS_TEST_TABLES": "file"}, {"CABAS_TEST_TEMPLATE": "name"})
    monkeypatch.setattr(test_tables, "migrated", lambda *_: contextlib.nullcontext(tables))
    assert testing._everything(tmp_path, "/usr/bin/chromium", {"CABAS_DATA": "x"}) == 0
    common = {"CABAS_DATA": "x", "CABAS_TEST_SENT": str(tmp_path / "sent")}
    of_sqlite, of_postgresql = common | tables.on_sqlite, common | tables.on_postgresql
    shared = [*testing.DISTRIBUTED, str(testing.WORKERS)]
    assert told == [
        ([*shared, "--ignore", "tests/journeys", "-m", "not browser"], of_sqlite),
        ([*shared, "tests/journeys", "-m", "browser"], of_sqlite),
        ([*shared, "--ignore", "tests/journeys", "-m", "not browser"], of_postgresql),
        ([*shared, "tests/journeys", "-m", "browser and both_databases"], of_postgresql),
    ]


@pytest.mark.parametrize(("words", "is_long"), [([], None), (["--long"], "1"), (["--long", "tests/money"], "1")])
def test_only_long_says_so_to_the_tests_and_what_python_compiles_is_kept(monkeypatch, words, is_long):
    told = []
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.delenv("CABAS_TEST_LONG", raising=False)
    monkeypatch.setattr(testing, "_browser", lambda: None)
    monkeypatch.setattr(testing, "_everything", lambda _folder, _browser, environment: told.append(environment) or 0)
    monkeypatch.setattr(testing, "_pytest", lambda _arguments, environment: told.append(environment) or 0)
    assert testing.run(words) == 0
    assert told[0].get("CABAS_TEST_LONG") == is_long
    assert "PYTHONDONTWRITEBYTECODE" not in told[0]
