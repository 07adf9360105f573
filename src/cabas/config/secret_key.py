"""The key of an installation signs its sessions and seals what is kept; it is made once, for all its processes."""

import contextlib
import os
import secrets
import tempfile
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
    descriptor, written = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(_new())
        with contextlib.suppress(FileExistsError):  # another process was quicker
            os.link(written, path)
    finally:
        os.unlink(written)


def _new() -> str:
    return secrets.token_urlsafe(50)
