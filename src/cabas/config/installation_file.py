"""What an installation is told stands in `cabas.toml`, in its data folder; a variable of the environment wins over it.

Read before Django's settings, by the command line too: nothing of Django here.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from cabas.config.refusals import CommandRefused
from cabas.config.saying import no_right

FILE = "cabas.toml"
VARIABLES = {
    "address": "CABAS_ADDRESS",
    "mail.server": "CABAS_MAIL",
    "mail.from": "CABAS_MAIL_FROM",
    "database.url": "DATABASE_URL",
}
SECTIONS = {name.partition(".")[0] for name in VARIABLES if "." in name}
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")  # how this machine itself asks whether Cabas answers
MAIL_SCHEMES, DATABASE_SCHEMES = ("smtp", "smtps"), ("postgresql", "postgres")
AT_LINE = re.compile(r"at line (\d+)")


class FileRefused(CommandRefused):
    """`cabas.toml`, or a variable in its place, says something that cannot be followed; the text names where."""


@dataclass(frozen=True)
class Installation:
    """What was told; an empty text where nothing was."""

    address: str = ""  # https://paniers.example.org, without a slash at the end
    mail_server: str = ""  # smtp://user:password@host:port, or smtps://
    mail_from: str = ""
    database_url: str = ""

    @property
    def is_secure(self) -> bool:
        """Do people come by https? Then a proxy stands before Cabas, and is believed about it."""
        return self.address.startswith("https://")

    @property
    def host(self) -> str:
        """The name in the public address."""
        return urlsplit(self.address).hostname or ""

    @property
    def allowed_hosts(self) -> list[str]:
        """The names under which Cabas answers: every one until a public address is given."""
        return [self.host, *LOCAL_HOSTS] if self.host else ["*"]


def installation(folder: Path, environment: Mapping[str, str] = os.environ) -> Installation:
    """What the file of this folder and the environment say. Raises `FileRefused`."""
    written = _of_file(folder / FILE)
    from_variables = {key: environment[variable] for key, variable in VARIABLES.items() if environment.get(variable)}
    told = written | from_variables
    for key, text in told.items():
        where = VARIABLES[key] if key in from_variables else f"{folder / FILE} : « {key} »"
        _require_sound(key, text, where)
    return Installation(
        address=told.get("address", "").rstrip("/"),
        mail_server=told.get("mail.server", ""),
        mail_from=told.get("mail.from", ""),
        database_url=told.get("database.url", ""),
    )


def _of_file(file: Path) -> dict[str, str]:
    """The texts of the file by their key, `mail.server` for one in a section."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except PermissionError as failure:
        raise FileRefused(no_right(failure)) from failure
    except OSError as failure:
        raise FileRefused(f"Impossible de lire {file} : {failure.strerror}. Corrigez ses droits.") from failure
    except UnicodeDecodeError as failure:
        raise FileRefused(f"{file} n’est pas un texte en UTF-8 : enregistrez-le ainsi, puis recommencez.") from failure
    except tomllib.TOMLDecodeError as failure:
        raise FileRefused(_not_toml(file, failure)) from failure
    return {key: _text(file, key, value) for key, value in _flat(file, content).items()}


def _not_toml(file: Path, failure: tomllib.TOMLDecodeError) -> str:
    line = AT_LINE.search(str(failure))
    where = f" à la ligne {line[1]}" if line else ""
    return f'{file} n’est pas du TOML{where} : un texte s’écrit entre guillemets, comme address = "https://…".'


def _flat(file: Path, content: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in content.items():
        if name in SECTIONS:
            if not isinstance(value, dict):
                raise FileRefused(f"{file} : « {name} » est une section : écrivez [{name}] seul sur une ligne.")
            flat |= {f"{name}.{key}": each for key, each in value.items()}
        else:
            flat[name] = value
    for key in flat:
        if key not in VARIABLES:
            known = ", ".join(VARIABLES)
            raise FileRefused(f"{file} : la clé « {key} » n’existe pas, retirez-la (il y a {known}).")
    return flat


def _text(file: Path, key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise FileRefused(f"{file} : « {key} » attend un texte, écrivez-le entre guillemets.")
    return value.strip()


def _require_sound(key: str, text: str, where: str) -> None:
    """Refuse what cannot be followed. The text itself is not repeated: it may hold a password."""
    if not text:
        return
    is_sound, example = {
        "address": (_is_address, "https://paniers.example.org, sans rien après le nom"),
        "mail.server": (_is_mail_server, "smtp://nom:motdepasse@serveur:587, ou smtps:// pour le port 465"),
        "mail.from": (_is_sender, "Les Paniers <paniers@example.org>"),
        "database.url": (_is_database, "postgresql://nom:motdepasse@serveur:5432/base"),
    }[key]
    if not is_sound(text):
        raise FileRefused(f"{where} ne se comprend pas : écrivez par exemple {example}.")


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _port = parts.port  # raises where it is no number
    except ValueError:
        return None
    return parts


def _is_address(text: str) -> bool:
    parts = _parts(text)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        return False
    return parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username)


def _is_mail_server(text: str) -> bool:
    parts = _parts(text)
    return parts is not None and parts.scheme in MAIL_SCHEMES and bool(parts.hostname)


def _is_sender(text: str) -> bool:
    _name, address = parseaddr(text)
    return bool(re.fullmatch(r"[^@\s]+@[^@\s]+", address)) and not re.search(r"[\r\n]", text)


def _is_database(text: str) -> bool:
    parts = _parts(text)
    return parts is not None and parts.scheme in DATABASE_SCHEMES and len(parts.path) > 1
