"""All that one installation keeps is in one folder, which one running Cabas holds at a time."""

import errno
import fcntl
import os
import shutil
from pathlib import Path

from cabas.config.refusals import CommandRefused
from cabas.config.saying import no_right

PROJECT = Path(__file__).resolve().parents[3]
FREE_MIN = 100 * 1024 * 1024  # bytes: below this a database can be refused its next page at any moment
LOCK = "cabas.lock"
DATABASE = "cabas.sqlite3"
SECRET_KEY = "secret.key"  # noqa: S105 - the name of the file
DEMO = "demo.json"


class FolderInUse(CommandRefused):
    """Another Cabas works in this data folder."""


class FolderUnusable(CommandRefused):
    """This data folder cannot be made, read or written, or its disk is full."""


def choose_from(arguments: list[str]) -> list[str]:
    """Take `--data FOLDER` out of the arguments, make it the folder of this process; return the other arguments."""
    words = list(arguments)
    for index, word in enumerate(words):
        if word == "--data":
            choose(_after(words, index))
            return words[:index] + words[index + 2 :]
        if word.startswith("--data="):
            choose(word.removeprefix("--data="))
            return words[:index] + words[index + 1 :]
    choose(os.environ.get("CABAS_DATA") or PROJECT / "data")
    return words


def _after(words: list[str], index: int) -> str:
    if index + 1 == len(words):
        raise CommandRefused("--data attend le nom d’un dossier.")
    return words[index + 1]


def choose(folder: str | Path) -> Path:
    """Make this the data folder of this process and of those it starts."""
    path = Path(folder).expanduser().resolve()
    os.environ["CABAS_DATA"] = str(path)
    return path


def chosen() -> Path:
    """The data folder of this process."""
    return Path(os.environ.get("CABAS_DATA") or PROJECT / "data")


def is_new(folder: Path) -> bool:
    """Has nothing been kept here yet?"""
    return not any((folder / name).exists() for name in (DATABASE, SECRET_KEY, DEMO))


def require_usable(folder: Path) -> None:
    """Make the folder where needed; refuse one that cannot be written, or whose disk is full."""
    os.umask(0o077)  # what is kept here concerns people
    try:
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        _write_and_remove(folder / ".essai")
        require_rights(folder)
    except OSError as failure:
        raise FolderUnusable(_sentence(folder, failure)) from failure
    free = shutil.disk_usage(folder).free
    if free < FREE_MIN:
        raise FolderUnusable(
            f"Le disque du dossier {folder} est presque plein : il reste {free // 2**20} Mo, "
            f"il en faut {FREE_MIN // 2**20}."
        )


def require_rights(folder: Path) -> None:
    """Refuse what another account made here: SQLite would only say that it cannot open its file."""
    for name in (SECRET_KEY, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", LOCK):
        file = folder / name
        if file.exists() and not os.access(file, os.R_OK | os.W_OK):
            raise PermissionError(errno.EACCES, "", str(file))


def _write_and_remove(path: Path) -> None:
    path.write_bytes(b"x" * 4096)
    path.unlink()


def _sentence(folder: Path, failure: OSError) -> str:
    if isinstance(failure, PermissionError) and os.path.isfile(failure.filename or folder):
        return no_right(failure)
    if failure.errno == errno.ENOSPC:
        return f"Le disque du dossier {folder} est plein : libérez de la place, puis recommencez."
    if failure.errno in (errno.EEXIST, errno.ENOTDIR):
        return f"{folder} n’est pas un dossier : choisissez-en un autre avec --data."
    reasons = {errno.EACCES: "vous n’en avez pas le droit", errno.EROFS: "ce disque est en lecture seule"}
    reason = reasons.get(failure.errno or 0, failure.strerror)
    return f"Impossible d’écrire dans le dossier {folder} : {reason}."


def hold(folder: Path) -> int:
    """Hold the folder until every process that inherits the returned descriptor has ended."""
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as busy:
        holder = os.read(descriptor, 32).decode(errors="replace").strip()
        os.close(descriptor)
        raise FolderInUse(f"Un Cabas travaille déjà dans le dossier {folder} (processus {holder}).") from busy
    os.ftruncate(descriptor, 0)
    os.write(descriptor, str(os.getpid()).encode())
    return descriptor


def is_held(folder: Path) -> bool:
    """Does a running Cabas hold this folder?"""
    if not (folder / LOCK).exists():
        return False
    descriptor = os.open(folder / LOCK, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
