"""The key of an installation signs its sessions and seals what is kept; it is made once, for all its processes."""

import fcntl
import os
import secrets
from pathlib import Path

from cabas.config.data_folder import SECRET_KEY


def secret_key(folder: Path) -> str:
    """The key of this data folder, made where there is none, readable by its owner only.

    Of processes that start together one makes it, whole, and all read the same. Without a folder it is of one process.
    """
    path = folder / SECRET_KEY
    if not folder.is_dir():
        return _new()
    if not path.exists():
        _make(path)
    return path.read_text()


def _make(path: Path) -> None:
    """One process at a time: whoever waited finds it made."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        if not path.exists():
            _write(path)
    finally:
        os.close(folder)


def _write(path: Path) -> None:
    """Under its name once it is whole: who does not wait must not read a part of it."""
    begun = path.with_name(f"{path.name}.begun")
    with os.fdopen(os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(_new())
    begun.replace(path)


def _new() -> str:
    return secrets.token_urlsafe(50)
