"""Up answers at an address until it is told to stop; what stands in its way is said in one sentence."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from argparse import Namespace
from pathlib import Path

import pytest

from cabas.config import data_folder, serving
from cabas.config.installation_file import Installation as Told
from cabas.config.serving import AddressUnusable, Doors, NotEmpty
from tests.config.installations import Installation

pytestmark = pytest.mark.xdist_group("serving")  # one installation for all of them


def free_port() -> int:
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        return candidate.getsockname()[1]


def test_a_busy_port_is_named():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(AddressUnusable, match=f"Le port {port} est déjà pris"):
            serving.require_free_address("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "port", "sentence"),
    [
        ("127.0.0.1", 99999, "n’existe pas"),
        ("192.0.2.1", 8000, "n’est pas celle de cette machine"),
    ],
)
def test_an_address_where_nothing_can_listen_is_named(host, port, sentence):
    with pytest.raises(AddressUnusable, match=sentence):
        serving.require_free_address(host, port)


def test_the_address_to_open_is_one_that_a_browser_opens():
    assert serving.address("127.0.0.1", 8000) == "http://127.0.0.1:8000/"
    assert serving.address("0.0.0.0", 80) == "http://127.0.0.1:80/"
    assert serving.address("::1", 8000) == "http://[::1]:8000/"


EMPTY, USUAL = Namespace(empty=True), Namespace(empty=False)


def test_a_new_folder_begins_with_a_demonstration_unless_it_is_to_be_empty(tmp_path):
    assert serving._wants_demo(USUAL, tmp_path)
    assert not serving._wants_demo(EMPTY, tmp_path)


def test_a_folder_that_was_told_what_it_is_for_begins_without_a_demonstration(tmp_path):
    (tmp_path / "cabas.toml").write_text("")
    assert not serving._wants_demo(USUAL, tmp_path)


def test_in_a_folder_of_real_accounts_empty_changes_nothing_and_says_so(tmp_path, capsys):
    (tmp_path / "secret.key").write_text("x")
    assert not serving._wants_demo(EMPTY, tmp_path)
    assert "--empty n’y change rien" in capsys.readouterr().out


def test_a_demonstration_is_never_continued_as_a_real_installation(tmp_path):
    (tmp_path / "demo.json").write_text("{}")
    with pytest.raises(NotEmpty, match="--empty en demande un autre"):
        serving._wants_demo(EMPTY, tmp_path)


def test_the_public_address_is_the_one_to_open_and_that_of_the_link():
    local = "http://127.0.0.1:8000/"
    assert str(Doors(Told(), local, "")).splitlines() == [
        "  Cabas vous attend : http://127.0.0.1:8000/",
        "  (Ctrl-C pour arrêter)",
    ]
    assert str(Doors(Told(address="https://paniers.example.org"), local, "/premiere-connexion/x/")).splitlines() == [
        "  Cabas vous attend : https://paniers.example.org/",
        "  (derrière elle, ce serveur écoute à l’adresse http://127.0.0.1:8000/)",
        "  Première connexion, une seule fois, dans les sept jours :",
        "  https://paniers.example.org/premiere-connexion/x/",
        "  (Ctrl-C pour arrêter)",
    ]


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    installation = Installation(tmp_path_factory.mktemp("up") / "data")
    port = free_port()
    log = installation.folder.parent / "log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "cabas.config.command", "up", "--empty", "--port", str(port)],
            env=installation.environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    limit = time.monotonic() + 180
    while "vous attend" not in log.read_text():
        assert server.poll() is None, log.read_text()
        assert time.monotonic() < limit, log.read_text()
        time.sleep(0.1)
    yield installation, server, port, log
    server.terminate()  # killed, it would leave its children at work
    server.wait(timeout=30)


def test_it_says_what_it_does_and_ends_with_the_address(running):
    installation, _, port, log = running
    said = log.read_text()
    assert said.startswith(f"• Données\u202f: {installation.folder}\n• Création de la base de données")
    assert f"Cabas vous attend\u202f: http://127.0.0.1:{port}/\n" in said
    assert serving.answers("127.0.0.1", port)


def test_it_shows_the_link_of_the_first_host_whose_token_is_nowhere_else(running):
    installation, _, port, log = running
    link = re.search(rf"http://127.0.0.1:{port}(/premiere-connexion/([\w-]+)/)\n", log.read_text())
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{link[1]}") as page:
        assert (page.status, "Première connexion" in page.read().decode()) == (200, True)
    for file in installation.folder.glob("cabas.sqlite3*"):
        assert link[2].encode() not in file.read_bytes()


def test_what_it_keeps_is_for_its_owner(running):
    installation, *_ = running
    for name in ("cabas.sqlite3", "secret.key", "cabas.lock"):
        assert (installation.folder / name).stat().st_mode & 0o077 == 0


def test_a_second_one_in_the_same_folder_is_refused(running):
    installation, server, *_ = running
    outcome = installation.run("up", "--port", str(free_port()))
    assert (outcome.returncode, outcome.stderr.count("\n")) == (1, 1)
    assert f"(processus {server.pid})" in outcome.stderr


def test_a_restore_into_it_is_refused(running, tmp_path):
    installation, *_ = running
    outcome = installation.run("restore", str(tmp_path / "any.tar.gz"))
    assert outcome.returncode == 1
    assert "rétablissez dans un autre" in outcome.stderr


def test_a_backup_of_it_is_whole(running, tmp_path):
    installation, *_ = running
    with sqlite3.connect(installation.folder / "cabas.sqlite3") as writer:
        writer.execute("CREATE TABLE proof (word TEXT)")
        writer.execute("INSERT INTO proof VALUES ('committed')")
    writer.close()
    assert installation.run("backup", str(tmp_path / "b.tar.gz")).returncode == 0
    restored = Installation(tmp_path / "data")
    assert restored.run("restore", str(tmp_path / "b.tar.gz")).returncode == 0
    with sqlite3.connect(restored.folder / "cabas.sqlite3") as reader:
        assert reader.execute("SELECT word FROM proof").fetchall() == [("committed",)]


def test_it_stops_everything_when_asked(running):
    installation, server, port, log = running
    started = time.monotonic()
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=20) == 0, log.read_text()
    assert time.monotonic() - started < 10
    assert not serving.answers("127.0.0.1", port)
    assert not data_folder.is_held(installation.folder)
    if Path("/proc").is_dir():
        assert not [pid for pid in os.listdir("/proc") if pid.isdigit() and _works_in(pid, installation.folder)]


def _works_in(pid: str, folder: Path) -> bool:
    try:
        return f"CABAS_DATA={folder}\0".encode() in Path("/proc", pid, "environ").read_bytes() + b"\0"
    except OSError:
        return False
