"""A backup gives back everything, proved; nothing else is restored, and nothing is overwritten."""

import json
import os
import stat
import tarfile
import uuid
from pathlib import Path

import psycopg
import pytest

from cabas.config import postgresql
from tests.config.installations import Installation

pytestmark = pytest.mark.xdist_group("backup")  # one installation for all of them

SERVER = os.environ.get("DATABASE_URL", "")


def new_database() -> str:
    """An empty database on the server of this run; an empty URL stands for SQLite."""
    if not SERVER:
        return ""
    name = f"cabas_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return SERVER.rsplit("/", 1)[0] + f"/{name}"


@pytest.fixture(scope="module")
def vallon(tmp_path_factory) -> Installation:
    installation = Installation(tmp_path_factory.mktemp("vallon") / "data", new_database())
    installation.found_a_group()
    return installation


@pytest.fixture(scope="module")
def saved(vallon) -> Path:
    file = vallon.folder.parent / "vallon.tar.gz"
    outcome = vallon.run("backup", str(file))
    assert outcome.returncode == 0, outcome.stderr
    return file


def test_a_backup_holds_database_photos_key_and_what_made_it(saved):
    with tarfile.open(saved) as archive:
        names = set(archive.getnames())
        manifest = json.load(archive.extractfile("manifest.json"))
    assert names >= {"manifest.json", manifest["file"], "secret.key", "media/photos/poulet.jpg"}
    assert manifest["database"] == ("postgresql" if SERVER else "sqlite")
    assert ["ledger", "0002_guards"] in manifest["migrations"]
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600


def test_a_backup_never_replaces_another(vallon, saved):
    outcome = vallon.run("backup", str(saved))
    assert (outcome.returncode, outcome.stderr.count("\n")) == (1, 1)
    assert "existe déjà" in outcome.stderr


def test_there_is_nothing_to_back_up_in_an_empty_folder(tmp_path):
    outcome = Installation(tmp_path / "data").run("backup", str(tmp_path / "a.tar.gz"))
    assert outcome.returncode == 1
    assert "rien à sauvegarder" in outcome.stderr
    assert not (tmp_path / "a.tar.gz").exists()


def test_what_is_restored_is_what_was_saved_and_is_proved(vallon, saved, tmp_path):
    restored = Installation(tmp_path / "data", new_database())
    outcome = restored.run("restore", str(saved))
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.endswith("Livres prouvés\u202f: 1 (0 opération, 0 écriture).\n")
    assert (restored.folder / "media/photos/poulet.jpg").read_bytes() == b"\xff\xd8photo"
    assert (restored.folder / "secret.key").read_text() == (vallon.folder / "secret.key").read_text()
    assert stat.S_IMODE((restored.folder / "secret.key").stat().st_mode) == 0o600
    assert groups(restored) == groups(vallon) == [("vallon",)]


def groups(installation: Installation) -> list[tuple[str]]:
    query = "SELECT slug FROM groups_group"
    if installation.url:
        return postgresql.rows(installation.url, query)
    import sqlite3

    with sqlite3.connect(installation.folder / "cabas.sqlite3") as connection:
        return connection.execute(query).fetchall()


def test_a_folder_that_holds_anything_is_refused(vallon, saved):
    outcome = vallon.run("restore", str(saved))
    assert (outcome.returncode, outcome.stderr.count("\n")) == (1, 1)
    assert "n’est pas vide" in outcome.stderr


def test_a_damaged_backup_leaves_the_folder_empty(saved, tmp_path):
    damaged = tmp_path / "damaged.tar.gz"
    damaged.write_bytes(saved.read_bytes()[:-2000])
    outcome = Installation(tmp_path / "data", SERVER).run("restore", str(damaged))
    assert (outcome.returncode, outcome.stderr.count("\n")) == (1, 1)
    assert "abîmée" in outcome.stderr
    assert {path.name for path in (tmp_path / "data").iterdir()} <= {"cabas.lock"}


def test_a_stranger_in_the_archive_is_refused(tmp_path):
    stranger = tmp_path / "stranger.tar.gz"
    (tmp_path / "evil").write_text("x")
    with tarfile.open(stranger, "w:gz") as archive:
        archive.add(tmp_path / "evil", arcname="media/../../evil")
    outcome = Installation(tmp_path / "data", SERVER).run("restore", str(stranger))
    assert outcome.returncode == 1
    assert "qui n’est pas d’une sauvegarde" in outcome.stderr


def test_data_of_a_newer_version_are_refused(saved, tmp_path):
    if SERVER:
        pytest.skip("the same rule for both engines, tried on the one that needs no server")
    installation = Installation(tmp_path / "data")
    assert installation.run("restore", str(saved)).returncode == 0
    import sqlite3

    with sqlite3.connect(installation.folder / "cabas.sqlite3") as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('ledger', '9999_later', '2030-01-01')"
        )
    outcome = installation.run("audit")
    assert outcome.returncode == 1
    assert "plus récente" in outcome.stderr
