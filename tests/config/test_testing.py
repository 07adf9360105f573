"""The tests find a PostgreSQL and a Chromium, or say loudly that they did not."""

import pytest

from cabas.config import chromium, postgresql, testing
from cabas.config.postgresql import ServerImpossible
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
