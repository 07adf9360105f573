"""`./cabas bounce < message` reads a mail that came back, and marks the addresses that it says are refused for good."""

import sys

from cabas.config import data_folder, preparing
from cabas.config.options import Options
from cabas.config.refusals import CommandRefused
from cabas.config.saying import say

BYTES_MAX = 10_000_000


def run(arguments: list[str]) -> int:
    """Always 0 for a message that reports nothing: the mail server is not to send it back in its turn."""
    Options("bounce").parse_args(data_folder.choose_from(arguments))
    import django

    django.setup()
    from cabas.clock import now
    from cabas.mail.bouncing import NoBounce, read_bounce

    preparing.require_reachable_database()
    if preparing.pending_migrations():
        raise CommandRefused("La base de données est d’une version plus ancienne : lancez ./cabas up.")
    try:
        refused = read_bounce(sys.stdin.buffer.read(BYTES_MAX), at=now())
    except NoBounce as refusal:
        say(str(refusal))
        return 0
    say("Adresses refusées : " + (", ".join(refused) or "aucune"))
    return 0
