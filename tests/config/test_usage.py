"""The launcher explains itself, and refuses in one sentence what it does not know."""

import os
import subprocess
import sys

import pytest

from cabas.config import usage
from cabas.config.command import COMMANDS, main
from cabas.config.data_folder import PROJECT
from cabas.config.saying import typeset


def test_alone_it_explains_itself_in_sixteen_lines():
    said = subprocess.run([sys.executable, PROJECT / "cabas"], capture_output=True, text=True, check=True).stdout
    assert said == typeset(usage.TEXT) + "\n"
    assert len(said.splitlines()) == 16
    assert max(map(len, said.splitlines())) <= 110


def test_a_terminal_with_an_old_encoding_stops_nothing():
    old = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    said = subprocess.run([sys.executable, PROJECT / "cabas"], capture_output=True, env=old, check=True).stdout
    assert (
        said.decode("latin-1").splitlines()[0]
        == "Cabas?: les commandes, les paiements et les comptes d?un groupement d?achat."
    )


def test_it_names_every_command():
    for word in COMMANDS:
        assert f"./cabas {word} " in usage.TEXT or word in ("bounce", "rules", "translations")


def test_a_word_it_does_not_know_is_refused_in_one_sentence(capsys):
    assert main(["upp"]) == 1
    assert (
        capsys.readouterr().err
        == "«\u202fupp\u202f» n’est pas une commande de Cabas\u202f; ./cabas les montre toutes.\n"
    )


def test_options_it_does_not_know_are_refused_in_one_sentence(capsys):
    assert main(["up", "--prot", "80"]) == 1
    assert capsys.readouterr().err.startswith("Je ne comprends pas cette commande\u202f; ")


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["up", "--prot", "80"], "«\u202f--prot 80\u202f» est de trop"),
        (["up", "--port", "abc"], "--port attend un nombre, «\u202fabc\u202f» n’en est pas un"),
        (["up", "--port"], "--port attend une valeur"),
        (["backup"], "il manque le nom d’un fichier"),
    ],
)
def test_the_word_at_fault_is_named_in_french(words: list[str], fault: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 1
    assert f"({fault})" in capsys.readouterr().err


def test_help_after_a_command_is_the_same_page(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["up", "--help"])
    assert (left.value.code, capsys.readouterr().out) == (0, typeset(usage.TEXT) + "\n")


def test_sentences_have_narrow_spaces():
    assert typeset("Ici : « non » ; là !") == "Ici\u202f: «\u202fnon\u202f»\u202f; là\u202f!"
