"""What a host wants to know of the installation: where it answers, what it keeps, what room is left; no secret."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Count, Q

from cabas.mail.models import ATTEMPTS_MAX, OutgoingMail


@dataclass(frozen=True)
class Facts:
    """Sizes in bytes. `mail_server` is a host and a port, nothing of who signs in there."""

    address: str
    database: str
    folder: str
    folder_size: int
    free: int
    mail_server: str
    is_mail_server_told: bool
    mail_from: str
    mails_waiting: int
    mails_failed: int
    version: str


def facts() -> Facts:
    """As they are now: one statement, and a walk through the data folder."""
    folder = Path(settings.DATA)
    waiting, failed = _mails()
    return Facts(
        address=settings.PUBLIC_ADDRESS,
        database=_database(),
        folder=str(folder),
        folder_size=_size(folder),
        free=shutil.disk_usage(folder).free,
        mail_server=f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
        is_mail_server_told=bool(settings.INSTALLATION.mail_server),
        mail_from=settings.DEFAULT_FROM_EMAIL,
        mails_waiting=waiting,
        mails_failed=failed,
        version=settings.VERSION,
    )


def _mails() -> tuple[int, int]:
    is_given_up = Q(attempts__gte=ATTEMPTS_MAX)
    counted = OutgoingMail.objects.leaving().aggregate(
        waiting=Count("pk", filter=~is_given_up), failed=Count("pk", filter=is_given_up)
    )
    return counted["waiting"], counted["failed"]


def _database() -> str:
    """« PostgreSQL 15.4 », « SQLite 3.51.3 »."""
    if connection.vendor == "sqlite":
        return f"SQLite {connection.Database.sqlite_version}"  # type: ignore[attr-defined]
    connection.ensure_connection()
    number = connection.connection.info.server_version
    return f"PostgreSQL {number // 10_000}.{number % 10_000}"


def _size(folder: Path) -> int:
    """What its files take; one that goes away meanwhile counts for nothing."""
    total = 0
    for place, _folders, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(place, name)).st_size
            except FileNotFoundError:
                continue
    return total
