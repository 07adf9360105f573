"""Audit says how many books it proved, or names the first fault and exits with 1."""

import shutil
import sqlite3

import pytest

from tests.config.installations import Installation

pytestmark = pytest.mark.xdist_group("proving")  # one installation for all of them

DAMAGES = {
    "a guard is gone": ("DROP TRIGGER {guard}", "La garde {guard} manque dans la base de données"),
    "the head of the chain is another": (
        "UPDATE ledger_book SET head = 'x'",
        "Livre 1\u202f: la tête de la chaîne n’est pas l’empreinte de la dernière opération.",
    ),
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Installation:
    installation = Installation(tmp_path_factory.mktemp("sound") / "data")
    installation.found_a_group()
    return installation


def test_sound_books_are_counted(sound):
    outcome = sound.run("audit")
    assert (outcome.returncode, outcome.stdout) == (0, "Livres prouvés\u202f: 1 (0 opération, 0 écriture).\n")


def test_an_empty_folder_has_nothing_to_prove(tmp_path):
    outcome = Installation(tmp_path / "data").run("audit")
    assert outcome.returncode == 1
    assert "rien à prouver" in outcome.stderr


@pytest.mark.parametrize("name", DAMAGES)
def test_the_first_fault_is_named(sound, tmp_path, name):
    shutil.copytree(sound.folder, tmp_path / "data")
    damaged = Installation(tmp_path / "data")
    damage, sentence = DAMAGES[name]
    guard = _damage(damaged, damage)
    outcome = damaged.run("audit")
    assert outcome.returncode == 1
    assert outcome.stderr.startswith(f"Audit\u202f: {sentence.format(guard=guard)}")
    assert outcome.stderr.count("\n") == 1


def _damage(installation: Installation, statement: str) -> str:
    """Damage behind the guards: they are put back as they were, except the first where it is the one that goes."""
    with sqlite3.connect(installation.folder / "cabas.sqlite3") as connection:
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
        ).fetchall()
        first = guards[0][0]
        if "{guard}" in statement:
            connection.execute(statement.format(guard=first))
            return first
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        for _, sql in guards:
            connection.execute(sql)
    return first
