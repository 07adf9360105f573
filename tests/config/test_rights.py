"""What another account made, or a database answers in English, is said in one French sentence, never in a trace."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, ProgrammingError

from cabas.config import backup, data_folder, database_answers, environment, preparing
from cabas.config.command import main
from cabas.config.data_folder import FolderUnusable
from cabas.ui import wording

CHOWN = "ou donnez-le-lui \\(chown\\)"


@pytest.fixture
def made_by_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose key this account may not read: tests may run as root, who may all."""
    monkeypatch.setenv("CABAS_DATA", str(tmp_path))
    for name in (data_folder.SECRET_KEY, data_folder.DATABASE):
        (tmp_path / name).touch()
    may = os.access
    monkeypatch.setattr(os, "access", lambda file, mode: Path(file).name != data_folder.SECRET_KEY and may(file, mode))
    mask = os.umask(0o022)
    yield tmp_path
    os.umask(mask)


def test_a_file_of_another_account_is_named_before_anything_starts(made_by_root: Path) -> None:
    with pytest.raises(FolderUnusable, match=f"{data_folder.SECRET_KEY}.*{CHOWN}"):
        data_folder.require_usable(made_by_root)


@pytest.mark.parametrize("words", [["audit"], ["backup", "sauvegarde.tar.gz"]])
def test_each_command_names_it_in_one_line(
    made_by_root: Path, words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(made_by_root)
    assert main([*words, "--data", str(made_by_root)]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert str(made_by_root / data_folder.SECRET_KEY) in line


def test_an_environment_that_another_account_made_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_environment: Path) -> bool:
        raise PermissionError(13, "Permission denied", "/opt/cabas/.venv/bin/python")

    (tmp_path / "requirements").mkdir()
    monkeypatch.setattr(environment, "_answers", refuse)
    with pytest.raises(SystemExit, match=r"/opt/cabas/\.venv"):
        environment.prepare(str(tmp_path), for_development=False)


def test_a_backup_into_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(backup.BackupImpossible, match=f"{tmp_path}/ailleurs n’existe pas"):
        backup.write_backup(tmp_path, tmp_path / "ailleurs" / "x.tar.gz")


def test_words_that_are_compiled_are_read_by_every_account(tmp_path: Path) -> None:
    wording._replace(tmp_path / "django.mo", b"words")
    assert (tmp_path / "django.mo").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ('connection to server at "127.0.0.1", port 1 failed: Connection refused\n\tIs it?', "rien n’écoute"),
        ('FATAL:  password authentication failed for user "a"', "elle refuse ce nom ou ce mot de passe"),
        ('FATAL:  database "x" does not exist', "créez-la d’abord"),
        ("failed to resolve host 'x'", "aucun serveur ne porte ce nom"),
        ("unable to open database file", "vérifiez à qui il est"),
        ("file is not a database", "est abîmé"),
        ("something new", "La base de données ne répond pas : something new."),
    ],
)
def test_what_a_database_answers_is_said_in_french_first(answer: str, sentence: str) -> None:
    said = database_answers.does_not_answer(OperationalError(answer))
    assert sentence in said
    assert (said.startswith("La base de données ne répond pas : "), "\n" in said) == (True, False)


def test_a_base_that_belongs_to_another_is_refused_and_what_nobody_expected_is_not_hidden() -> None:
    failure = ProgrammingError("permission denied for schema public")
    assert "donnez-lui la base (OWNER TO)" in preparing._sentence(failure)
    with pytest.raises(ProgrammingError, match="syntax"):
        preparing._sentence(ProgrammingError("syntax error"))
