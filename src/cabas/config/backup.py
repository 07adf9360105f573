"""A backup is one file: the whole database, the photos, the key, `cabas.toml`; it can be taken while Cabas runs.

Whole copies only (SQLite's online backup, a full `pg_dump`): the triggers that guard the ledger travel with it.
"""

import contextlib
import io
import json
import os
import subprocess
import tarfile
import tempfile
import time
from pathlib import Path
from typing import Any

from cabas.config import data_folder, installation_file, postgresql, sqlite, version
from cabas.config.options import Options
from cabas.config.refusals import CommandRefused
from cabas.config.saying import DISK_IS_FULL, is_full_disk, no_right, say

FORMAT = 1
MANIFEST = "manifest.json"
SQLITE_COPY = "database.sqlite3"
POSTGRESQL_COPY = "database.dump"
MEDIA = "media"
APPLIED = "SELECT app, name FROM django_migrations ORDER BY app, name"


class BackupImpossible(CommandRefused):
    """There is nothing to back up, or nowhere to write it."""


def run(arguments: list[str]) -> int:
    """Write the backup where the person said."""
    words = data_folder.choose_from(arguments)
    parser = Options("backup")
    parser.add_argument("file", type=Path)
    file: Path = parser.parse_args(words).file.expanduser().resolve()
    write_backup(data_folder.chosen(), file)
    say(f"Sauvegarde écrite : {file} ({file.stat().st_size / 2**20:.1f} Mo)")
    say(f"Elle contient {_secrets(data_folder.chosen())} : gardez-la comme vous gardez les comptes")
    return 0


def _secrets(folder: Path) -> str:
    if (folder / installation_file.FILE).exists():
        return f"la clé de l’installation et {installation_file.FILE} avec ses mots de passe"
    return "la clé de l’installation"


def write_backup(folder: Path, file: Path) -> None:
    """Write everything that `folder` and its database hold into `file`, which must not exist yet."""
    if file.exists():
        raise BackupImpossible(f"{file} existe déjà : donnez un autre nom, une sauvegarde n’en remplace pas une autre.")
    partial = file.with_name(file.name + ".partiel")
    try:
        _write(folder, partial)
        partial.rename(file)
    except OSError as failure:
        raise BackupImpossible(_why_not(file, failure)) from failure
    finally:
        partial.unlink(missing_ok=True)


def _why_not(file: Path, failure: OSError) -> str:
    if is_full_disk(failure):
        return DISK_IS_FULL
    if not file.parent.is_dir():
        return f"Le dossier {file.parent} n’existe pas : créez-le d’abord."
    if isinstance(failure, PermissionError):
        return no_right(failure)
    return f"Impossible d’écrire {file} : {failure.strerror}."


def _write(folder: Path, file: Path) -> None:
    """Readable by its owner only: it holds the secret key and, in `cabas.toml`, passwords."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with (
        os.fdopen(descriptor, "wb") as stream,
        tempfile.TemporaryDirectory(dir=file.parent, prefix=".cabas-") as workshop,
        tarfile.open(fileobj=stream, mode="w:gz", compresslevel=6) as archive,
    ):
        manifest = copy_database(folder, Path(workshop))
        _add_text(archive, MANIFEST, json.dumps(manifest, indent=1))
        archive.add(Path(workshop, manifest["file"]), arcname=manifest["file"])
        for name in (data_folder.SECRET_KEY, data_folder.DEMO, installation_file.FILE, MEDIA):
            if (folder / name).exists():
                archive.add(folder / name, arcname=name)


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = len(content), 0o600, int(time.time())
    archive.addfile(member, io.BytesIO(content))


def copy_database(folder: Path, workshop: Path) -> dict[str, Any]:
    """Copy the live database into `workshop`; return the manifest that describes the copy."""
    url = installation_file.installation(folder).database_url
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "cabas": version.current(),
        "made_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
    if url:
        _dump_postgresql(url, workshop / POSTGRESQL_COPY)
        applied = postgresql.rows(url, APPLIED)
        return {**manifest, "database": "postgresql", "file": POSTGRESQL_COPY, "migrations": applied}
    applied = _copy_sqlite(folder / data_folder.DATABASE, workshop / SQLITE_COPY)
    return {**manifest, "database": "sqlite", "file": SQLITE_COPY, "migrations": applied}


def _copy_sqlite(database: Path, copy: Path) -> list[tuple[Any, ...]]:
    data_folder.require_rights(database.parent)
    if not database.exists():
        raise BackupImpossible(f"Il n’y a pas de Cabas dans le dossier {database.parent} : rien à sauvegarder.")
    sqlite.use_bundled_library()
    import sqlite3

    with (
        contextlib.closing(sqlite3.connect(f"file:{database}?mode=rw", uri=True, timeout=30)) as source,
        contextlib.closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, without its -wal
        return target.execute(APPLIED).fetchall()


def _dump_postgresql(url: str, copy: Path) -> None:
    command = [postgresql.program("pg_dump", url), "--format=custom", "--no-owner", f"--file={copy}"]
    outcome = subprocess.run(
        command, env={**os.environ, **postgresql.environment(url)}, capture_output=True, text=True, check=False
    )
    if outcome.returncode:
        raise BackupImpossible(f"pg_dump a échoué : {outcome.stderr.strip().splitlines()[-1]}.")
