"""`./cabas audit` proves every book again from its entries alone, and names the first fault it meets."""

from collections.abc import Generator
from contextlib import closing
from importlib import import_module
from importlib.util import find_spec

from cabas.config import data_folder, preparing
from cabas.config.one_moment import one_moment
from cabas.config.options import Options
from cabas.config.refusals import CommandRefused
from cabas.config.saying import complain, count, typeset

AUDITS = (
    "cabas.ledger.auditing",
    "cabas.payments.auditing",
    "cabas.membership_fees.auditing",
    "cabas.distributions.auditing",
    "cabas.closing.auditing",
    "cabas.producers.auditing",
)


def run(arguments: list[str]) -> int:
    """Print what was proved, or the first fault."""
    Options("audit").parse_args(data_folder.choose_from(arguments))
    _open()
    with one_moment(), closing(faults()) as found:
        fault = next(found, None)
        proved = _proved() if fault is None else ""
    if fault is not None:
        complain(f"Audit : {fault}")
        return 1
    print(typeset(proved))
    return 0


def faults() -> Generator[object]:
    """Every fault, from the ledger up; the text of each is a sentence."""
    for name in AUDITS:
        if find_spec(name):
            yield from import_module(name).audit_all()


def _open() -> None:
    import django

    django.setup()
    from django.conf import settings

    folder = data_folder.chosen()
    if not settings.DATABASE_URL and not (folder / data_folder.DATABASE).exists():
        raise CommandRefused(f"Il n’y a pas de Cabas dans le dossier {folder} : rien à prouver.")
    data_folder.require_rights(folder)
    preparing.require_reachable_database()
    if preparing.pending_migrations():
        raise CommandRefused(
            "La base de données est d’une version plus ancienne : lancez ./cabas up pour la mettre à jour."
        )


def _proved() -> str:
    from cabas.ledger.models import Book, Entry, Transaction

    books, transactions, entries = Book.objects.count(), Transaction.objects.count(), Entry.objects.count()
    return (
        f"Livres prouvés : {books} ({count(transactions, 'opération', 'opérations')}, "
        f"{count(entries, 'écriture', 'écritures')})."
    )
