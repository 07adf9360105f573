"""A backup is restored into an empty folder that nothing uses, and what was restored is proved at once."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zlib
from pathlib import Path
from typing import Any

from cabas.config import backup, data_folder, installation_file, postgresql
from cabas.config.options import Options
from cabas.config.refusals import CommandRefused
from cabas.config.saying import say

WORKSHOP = ".restauration"
SET_ASIDE = f"{installation_file.FILE}.sauvegarde"
MAY_STAND = {data_folder.LOCK, installation_file.FILE}
TABLES = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"


class RestoreRefused(CommandRefused):
    """This backup cannot be restored here."""


def run(arguments: list[str]) -> int:
    """Restore, bring up to date where the backup is older, audit."""
    words = data_folder.choose_from(arguments)
    parser = Options("restore")
    parser.add_argument("file", type=Path)
    file: Path = parser.parse_args(words).file.expanduser().resolve()
    folder = data_folder.chosen()
    require_empty(folder)
    data_folder.require_usable(folder)
    held = data_folder.hold(folder)
    restore(file, folder)
    say(f"Rétabli dans {folder}")
    _run_on_it("cabas.config.preparing", "--database-only")
    _run_on_it("cabas.config.command", "audit", "--data", str(folder))
    os.close(held)
    return 0


def require_empty(folder: Path) -> None:
    """Refuse a folder in use, then one that holds anything but its `cabas.toml`."""
    if data_folder.is_held(folder):
        raise data_folder.FolderInUse(f"Un Cabas travaille dans le dossier {folder} : rétablissez dans un autre.")
    if folder.is_dir() and any(entry.name not in MAY_STAND for entry in folder.iterdir()):
        raise RestoreRefused(
            f"Le dossier {folder} n’est pas vide : une sauvegarde ne remplace rien, donnez-en un vide."
        )


def restore(file: Path, folder: Path) -> None:
    """Unpack aside, then move everything in place: a damaged backup leaves the folder as empty as it was."""
    workshop = folder / WORKSHOP
    try:
        workshop.mkdir(mode=0o700)
        manifest = unpack(file, workshop)
        url = _database_to_fill(folder, workshop)
        _require_same_engine(manifest, url)
        if url:
            _load_postgresql(workshop / manifest["file"], url)
        else:
            (workshop / manifest["file"]).rename(workshop / data_folder.DATABASE)
        for entry in list(workshop.iterdir()):
            if entry.name not in (backup.MANIFEST, backup.POSTGRESQL_COPY):
                entry.rename(folder / entry.name)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _database_to_fill(folder: Path, workshop: Path) -> str:
    """The URL of the database that this folder will use, empty for SQLite.

    What stands in the folder or in the environment wins: a backup that names another database must not lead there.
    """
    saved = workshop / installation_file.FILE
    told = installation_file.installation(folder).database_url
    if not saved.exists():
        return told
    named = installation_file.installation(workshop, {}).database_url
    names_another = told and named and told != named
    if names_another or (folder / installation_file.FILE).exists():
        saved.rename(workshop / SET_ASIDE)
        say(f"Le {installation_file.FILE} de la sauvegarde est gardé à part, sous le nom {SET_ASIDE}")
        return told
    return installation_file.installation(workshop).database_url


def unpack(file: Path, workshop: Path) -> dict[str, Any]:
    """Write the known members of the archive into `workshop`, and nothing else; return the manifest."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            for member in archive:
                _unpack_member(archive, member, workshop)
        manifest = json.loads((workshop / backup.MANIFEST).read_text())
        if not (workshop / manifest["file"]).is_file():
            raise KeyError(manifest["file"])
    except FileNotFoundError as missing:
        if not file.exists():
            raise RestoreRefused(f"Le fichier {file} n’existe pas.") from missing
        raise RestoreRefused(f"{file} n’est pas une sauvegarde de Cabas.") from missing
    except (tarfile.TarError, EOFError, zlib.error, ValueError, KeyError, IsADirectoryError, PermissionError) as damage:
        raise RestoreRefused(f"{file} n’est pas une sauvegarde de Cabas, ou elle est abîmée.") from damage
    return dict(manifest)


def _unpack_member(archive: tarfile.TarFile, member: tarfile.TarInfo, workshop: Path) -> None:
    parts = Path(member.name).parts
    if member.isdir() and parts[0] == backup.MEDIA:
        return
    content = archive.extractfile(member) if member.isfile() else None
    if content is None or ".." in parts or Path(member.name).is_absolute() or not _is_known(parts):
        raise RestoreRefused(f"Cette archive contient « {member.name} », qui n’est pas d’une sauvegarde de Cabas.")
    target = workshop.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    mode = 0o600 if parts[0] != backup.MEDIA else 0o644
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
        shutil.copyfileobj(content, stream)


def _is_known(parts: tuple[str, ...]) -> bool:
    alone = {
        backup.MANIFEST,
        backup.SQLITE_COPY,
        backup.POSTGRESQL_COPY,
        data_folder.SECRET_KEY,
        data_folder.DEMO,
        installation_file.FILE,
    }
    return (len(parts) == 1 and parts[0] in alone) or (len(parts) > 1 and parts[0] == backup.MEDIA)


def _require_same_engine(manifest: dict[str, Any], url: str) -> None:
    engine = "postgresql" if url else "sqlite"
    if manifest["database"] == engine:
        return
    if engine == "sqlite":
        raise RestoreRefused("Cette sauvegarde vient de PostgreSQL : donnez une base vide dans DATABASE_URL.")
    raise RestoreRefused("Cette sauvegarde vient de SQLite : retirez l’adresse de la base pour la rétablir.")


def _load_postgresql(copy: Path, url: str) -> None:
    if postgresql.rows(url, TABLES) != [(0,)]:
        raise RestoreRefused("La base désignée n’est pas vide : donnez-en une vide dans DATABASE_URL.")
    name = postgresql.environment(url)["PGDATABASE"]
    command = [postgresql.program("pg_restore", url), "--no-owner", "--exit-on-error", "--single-transaction"]
    outcome = subprocess.run(
        [*command, f"--dbname={name}", str(copy)],
        env={**os.environ, **postgresql.environment(url)},
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode:
        raise RestoreRefused(f"pg_restore a échoué : {outcome.stderr.strip().splitlines()[-1]}.")


def _run_on_it(module: str, *words: str) -> None:
    if subprocess.run([sys.executable, "-m", module, *words], check=False).returncode:
        raise SystemExit(1)  # the reason is already said
