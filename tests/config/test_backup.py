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

pytestmark = [pytest.mark.xdist_group("backup"), pytest.mark.on_the_server]  # one installation for all of them

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


TOLD = '[mail]\nserver = "smtp://cabas:secret@mail.example.org:587"\n'


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> tuple[Installation, Path]:
    """An installation with a `cabas.toml`, and its backup."""
    installation = Installation(tmp_path_factory.mktemp("told") / "data", new_database())
    installation.found_a_group()
    (installation.folder / "cabas.toml").write_text(TOLD)
    file = installation.folder.parent / "told.tar.gz"
    outcome = installation.run("backup", str(file))
    assert "la clé de l’installation et cabas.toml avec ses mots de passe" in outcome.stdout, outcome.stderr
    return installation, file


def test_what_the_installation_was_told_comes_back(told, tmp_path):
    restored = Installation(tmp_path / "data", new_database())
    assert restored.run("restore", str(told[1])).returncode == 0
    assert (restored.folder / "cabas.toml").read_text() == TOLD
    assert stat.S_IMODE((restored.folder / "cabas.toml").stat().st_mode) == 0o600


def test_a_folder_that_was_told_something_else_keeps_it(told, tmp_path):
    restored = Installation(tmp_path / "data", new_database())
    restored.folder.mkdir()
    (restored.folder / "cabas.toml").write_text('address = "https://essai.example.org"\n')
    outcome = restored.run("restore", str(told[1]))
    assert (outcome.returncode, "sous le nom cabas.toml.sauvegarde" in outcome.stdout) == (0, True), outcome.stderr
    assert (restored.folder / "cabas.toml").read_text() == 'address = "https://essai.example.org"\n'
    assert (restored.folder / "cabas.toml.sauvegarde").read_text() == TOLD


def test_a_backup_never_leads_to_the_database_it_came_from(tmp_path):
    if not SERVER:
        pytest.skip("on SQLite the database is in the folder")
    origin = Installation(tmp_path / "origin", new_database())
    origin.found_a_group()
    (origin.folder / "cabas.toml").write_text(f'[database]\nurl = "{origin.url}"\n')
    assert Installation(origin.folder).run("backup", str(tmp_path / "a.tar.gz")).returncode == 0
    refused = Installation(tmp_path / "same").run("restore", str(tmp_path / "a.tar.gz"))
    assert "La base désignée n’est pas vide" in refused.stderr
    restored = Installation(tmp_path / "other", new_database())
    assert restored.run("restore", str(tmp_path / "a.tar.gz")).returncode == 0
    assert not (restored.folder / "cabas.toml").exists()
    assert groups(restored) == [("vallon",)]
