"""An installation follows its file, the environment before it, and refuses in one sentence what it cannot follow."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cabas.config.installation_file import FILE, FileRefused, Installation, installation
from tests.config.installations import Installation as Folder

WHOLE = """
address = "https://paniers.example.org/"

[mail]
server = "smtp://nadia:secret@mail.example.org:587"
from = "Les Paniers <paniers@example.org>"

[database]
url = "postgresql://cabas:secret@localhost:5432/cabas"
"""


def write(folder: Path, text: str) -> Path:
    (folder / FILE).write_text(text, encoding="utf-8")
    return folder


def refusal(folder: Path, text: str, **environment: str) -> str:
    with pytest.raises(FileRefused) as refused:
        installation(write(folder, text), environment)
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)
    return str(refused.value).replace(str(folder), "…")


def test_without_a_file_nothing_is_told(tmp_path: Path) -> None:
    assert installation(tmp_path, {}) == Installation()
    assert Installation().allowed_hosts == ["*"]
    assert not Installation().is_secure


def test_everything_is_read(tmp_path: Path) -> None:
    told = installation(write(tmp_path, WHOLE), {})
    assert told == Installation(
        address="https://paniers.example.org",
        mail_server="smtp://nadia:secret@mail.example.org:587",
        mail_from="Les Paniers <paniers@example.org>",
        database_url="postgresql://cabas:secret@localhost:5432/cabas",
    )
    assert told.is_secure
    assert told.allowed_hosts == ["paniers.example.org", "127.0.0.1", "localhost", "[::1]"]


def test_the_environment_wins_key_by_key(tmp_path: Path) -> None:
    environment = {"CABAS_ADDRESS": "http://ailleurs.example.org:8080", "CABAS_MAIL_FROM": ""}
    told = installation(write(tmp_path, WHOLE), environment)
    assert (told.address, told.is_secure) == ("http://ailleurs.example.org:8080", False)
    assert told.mail_from == "Les Paniers <paniers@example.org>"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('adress = "https://a.example"', "la clé « adress » n’existe pas, retirez-la (il y a address, mail.server,"),
        ('[mail]\nserveur = "x"', "la clé « mail.serveur » n’existe pas"),
        ('mail = "smtp://a.example"', "« mail » est une section : écrivez [mail] seul sur une ligne."),
        ("address = 3", "« address » attend un texte, écrivez-le entre guillemets."),
        ("\naddress = https://a.example", "n’est pas du TOML à la ligne 2 : un texte s’écrit entre guillemets"),
        ('address = "paniers.example.org"', "« address » ne se comprend pas : écrivez par exemple https://"),
        ('address = "https://a.example/cabas"', "sans rien après le nom"),
        ('[mail]\nserver = "mail.example.org"', "« mail.server » ne se comprend pas"),
        ('[mail]\nserver = "smtp://a:secret@b.example:port"', "« mail.server » ne se comprend pas"),
        ('[mail]\nfrom = "Les Paniers"', "« mail.from » ne se comprend pas"),
        (
            '[database]\nurl = "mysql://a:secret@b/c"',
            "« database.url » ne se comprend pas : écrivez par exemple postgresql:",
        ),
    ],
)
def test_what_cannot_be_followed_is_named_with_what_to_do(tmp_path: Path, text: str, sentence: str) -> None:
    said = refusal(tmp_path, text)
    assert said.startswith("…/cabas.toml")
    assert sentence in said


def test_a_variable_at_fault_is_named_itself(tmp_path: Path) -> None:
    assert refusal(tmp_path, WHOLE, CABAS_MAIL="mail.example.org:secret").startswith("CABAS_MAIL ne se comprend pas")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b'address = "\xe9"')
    with pytest.raises(FileRefused, match="n’est pas un texte en UTF-8"):
        installation(tmp_path, {})


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    write(tmp_path, WHOLE)
    (tmp_path / FILE).chmod(0)
    with pytest.raises(FileRefused, match="Corrigez ses droits"):
        installation(tmp_path, {})


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(FileRefused, match=f"Impossible de lire {tmp_path / FILE}"):
        installation(tmp_path, {})


def settings_of(folder: Path, *names: str) -> list[str]:
    """What Django's settings are in this folder."""
    asked = f"from django.conf import settings\nfor name in {names!r}: print(repr(getattr(settings, name)))"
    environment = Folder(folder).environment
    done = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_behind_https_cookies_are_secure_and_the_proxy_is_believed(tmp_path: Path) -> None:
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_PROXY_SSL_HEADER", "CSRF_TRUSTED_ORIGINS")
    text = 'address = "https://paniers.example.org"'
    assert settings_of(write(tmp_path, text), *names) == [
        "True",
        "True",
        "('HTTP_X_FORWARDED_PROTO', 'https')",
        "['https://paniers.example.org']",
    ]
    assert settings_of(write(tmp_path, text.replace("https", "http")), *names) == [
        "False",
        "False",
        "None",
        "['http://paniers.example.org']",
    ]


def test_mail_leaves_by_the_server_that_was_told(tmp_path: Path) -> None:
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL", "EMAIL_HOST_PASSWORD", "DEFAULT_FROM_EMAIL")
    told = write(
        tmp_path, 'address = "https://paniers.example.org"\n[mail]\nserver = "smtps://nadia:p%40ss@mail.example"'
    )
    assert settings_of(told, *names) == [
        "'mail.example'",
        "465",
        "False",
        "True",
        "'p@ss'",
        "'Cabas <cabas@paniers.example.org>'",
    ]
    assert settings_of(write(tmp_path, '[mail]\nserver = "smtp://nadia:x@mail.example"'), *names[:4]) == [
        "'mail.example'",
        "587",
        "True",
        "False",
    ]


@pytest.mark.parametrize("words", [["up", "--empty"], ["audit"], ["backup", "a.tar.gz"], ["demo"]])
def test_every_command_refuses_a_file_it_cannot_follow(tmp_path: Path, words: list[str]) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    outcome = Folder(write(folder, "address = 3")).run(*words)
    assert (outcome.returncode, outcome.stderr.count("\n")) == (1, 1)
    assert "« address »" in outcome.stderr.replace("\u202f", " ")
