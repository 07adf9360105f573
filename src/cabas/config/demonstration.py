"""`./cabas demo` builds the demonstration again, or moves its clock; it never touches a real installation."""

import json
from datetime import datetime

from cabas.config import data_folder, preparing
from cabas.config.options import Options
from cabas.config.refusals import CommandRefused
from cabas.config.saying import say

RUNNING_CLOCK = "maintenant"


class NotADemonstration(CommandRefused):
    """The data folder holds real accounts."""


def run(arguments: list[str]) -> int:
    """Move the clock where --clock is given, rebuild otherwise."""
    words = data_folder.choose_from(arguments)
    parser = Options("demo")
    parser.add_argument("--at", help="the moment at which the demonstration is built, and stands still")
    parser.add_argument("--clock", help="the moment to which the clock moves, or « maintenant »")
    options = parser.parse_args(words)
    require_demonstration(may_be_new=options.clock is None)
    if options.clock:
        _move_clock(options.clock)
    else:
        _rebuild(options.at)
    return 0


def require_demonstration(*, may_be_new: bool) -> None:
    """Refuse a folder of real accounts, and where asked also an empty one."""
    folder = data_folder.chosen()
    if (folder / data_folder.DEMO).exists():
        return
    if data_folder.is_new(folder):
        if may_be_new:
            return
        raise NotADemonstration(f"Il n’y a pas encore de démonstration dans {folder} : lancez d’abord ./cabas demo.")
    raise NotADemonstration(
        f"Le dossier {folder} tient de vrais comptes : la démonstration s’y refuse, --data en donne un autre."
    )


def moment(written: str) -> datetime:
    """The moment that was written, in Paris where no time zone is given."""
    from cabas import clock

    try:
        read = datetime.fromisoformat(written)
    except ValueError as failure:
        raise CommandRefused(f"« {written} » n’est pas une date : écrivez par exemple 2026-11-24T10:00.") from failure
    return read if read.tzinfo else read.replace(tzinfo=clock.PARIS)


def _move_clock(written: str) -> None:
    import django

    django.setup()
    from cabas import clock

    clock.set_demo_clock(None if written == RUNNING_CLOCK else moment(written))
    say(f"L’horloge de la démonstration marque {clock.now():%d/%m/%Y %H:%M}")


def _rebuild(at: str | None) -> None:
    folder = data_folder.chosen()
    data_folder.require_usable(folder)
    if data_folder.is_new(folder):
        (folder / data_folder.DEMO).write_text(json.dumps({"clock": None}))
    import django

    django.setup()
    from cabas import clock

    preparing.require_reachable_database()
    preparing.migrate(folder)
    fixed = moment(at) if at else None
    clock.set_demo_clock(fixed)
    say("Construction de la démonstration")
    from cabas.demo.building import build_demo

    build_demo(at=fixed)
    say(f"La démonstration est prête dans {folder}")
