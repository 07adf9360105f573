"""Before serving, the database is migrated (an older one is backed up first) and the assets are collected.

`python -m cabas.config.preparing [--demo] [--database-only] [--link-to DESCRIPTOR]`: `demo.json` must stand before the
settings are read; the descriptor gets the path of the first host's link, nothing where there is a host.
"""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cabas.config import assets, data_folder, database_answers, sqlite
from cabas.config.refusals import CommandRefused
from cabas.config.saying import DISK_IS_FULL, complain, count, in_any_terminal, is_full_disk, no_right, say

if TYPE_CHECKING:
    from django.db.migrations.loader import MigrationLoader


def main(arguments: list[str]) -> int:
    """Prepare; print why it is impossible and return 1 where it is."""
    from django.db import DatabaseError

    in_any_terminal()
    try:
        prepare(with_demo="--demo" in arguments, with_assets="--database-only" not in arguments)
        if "--link-to" in arguments:
            _offer_first_link(int(arguments[arguments.index("--link-to") + 1]))
    except KeyboardInterrupt:
        return 130
    except (CommandRefused, sqlite.UnsafeSQLite) as refusal:
        complain(refusal)
        return 1
    except (OSError, DatabaseError) as failure:
        complain(_sentence(failure))
        return 1
    return 0


def _sentence(failure: Exception) -> str:
    """Why what the machine refused cannot be done. Raises what nobody expected."""
    if is_full_disk(failure):
        return DISK_IS_FULL
    if isinstance(failure, PermissionError):
        return no_right(failure)
    if not isinstance(failure, OSError) and database_answers.reason(failure):
        return database_answers.does_not_answer(failure)
    raise failure


def prepare(*, with_demo: bool, with_assets: bool) -> None:
    """Everything that must be true before the first request."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cabas.config.settings")
    folder = data_folder.chosen()
    if with_demo:
        (folder / data_folder.DEMO).write_text(json.dumps({"clock": None}))
    import django

    django.setup()
    require_reachable_database()
    require_safe_sqlite()
    migrate(folder)
    if with_assets:
        assets.collect()
    build_missing_demo()


def require_reachable_database() -> None:
    """Refuse to go on without a database that answers."""
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as failure:
        if is_full_disk(failure):
            raise
        raise CommandRefused(database_answers.does_not_answer(failure)) from failure


def require_safe_sqlite() -> None:
    """An unsafe SQLite works with the slower DELETE journal, which is said; in WAL mode it is refused."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    import sqlite3

    if sqlite.is_safe(sqlite3.sqlite_version_info[:3]):
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()[0]
    if mode == "wal":
        raise sqlite.UnsafeSQLite(
            f"SQLite {sqlite3.sqlite_version} peut perdre des données dans une base en mode WAL : arrêtez ce qui "
            "l’emploie encore, ou installez SQLite 3.51.3 ou plus récent."
        )
    say(f"SQLite {sqlite3.sqlite_version} est ancien : Cabas emploie le journal DELETE, sûr mais plus lent")


def migrate(folder: Path) -> None:
    """Bring the tables up to date; what was there before is first saved in `backups`."""
    from django.core.management import call_command

    from cabas.config import new_tables

    pending = pending_migrations()
    if not pending:
        return
    if holds_tables():
        _back_up_before(folder)
        say(f"Mise à jour de la base de données ({count(pending, 'étape', 'étapes')})")
    else:
        say("Création de la base de données")
        new_tables.create()
    call_command("migrate", verbosity=0, interactive=False)


def pending_migrations() -> int:
    """How many steps separate the tables from this version; refuses tables that are newer than it."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    require_known(executor.loader)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def holds_tables() -> bool:
    """Was this database ever migrated?"""
    from django.db import connection

    return bool(connection.introspection.table_names())


def require_known(loader: "MigrationLoader") -> None:
    """Refuse data that a newer Cabas wrote: this one would misread it."""
    from django.apps import apps

    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("cabas.")}
    unknown = {key for key in loader.applied_migrations if key[0] in ours} - set(loader.disk_migrations)
    if unknown:
        raise CommandRefused("Ces données viennent d’une version plus récente de Cabas : mettez Cabas à jour d’abord.")


def _back_up_before(folder: Path) -> None:
    from django.utils import timezone

    from cabas.config.backup import write_backup

    backups = folder / "backups"
    backups.mkdir(mode=0o700, exist_ok=True)
    moment = timezone.localtime().strftime("%Y-%m-%d-%Hh%Mm%S")
    file = backups / f"avant-mise-a-jour-{moment}.tar.gz"
    say(f"Sauvegarde avant mise à jour : {file}")
    write_backup(folder, file)


def build_missing_demo() -> None:
    """A demonstration without a group was never built, or its building was interrupted."""
    from django.conf import settings

    if not settings.IS_DEMO:
        return
    from cabas.demo.building import build_demo
    from cabas.groups.models import Group

    if not Group.objects.exists():
        say("Construction de la démonstration")
        build_demo(at=None)


def _offer_first_link(descriptor: int) -> None:
    """Write the path of a new link; a demonstration has none, one enters it as anybody."""
    from django.conf import settings
    from django.urls import reverse

    from cabas import clock
    from cabas.hosting.first_link import offer_link

    token = None if settings.IS_DEMO else offer_link(at=clock.now())
    with os.fdopen(descriptor, "w") as answer:
        answer.write(reverse("first_sign_in", kwargs={"token": token}) if token else "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
