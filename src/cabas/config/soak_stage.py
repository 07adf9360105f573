"""Sets the stage of `./cabas soak` and proves its books, each in a process of its own.

`python -m cabas.config.soak_stage build FILE VOLUNTEERS BASKETS` writes what the volunteers need to know; `prove FILE`
reads what was to be done and what was answered, and writes each fault.
"""

import json
import os
import sys
from pathlib import Path

from cabas.config import preparing
from cabas.config.refusals import CommandRefused
from cabas.config.saying import complain


def main(arguments: list[str]) -> int:
    """Build or prove."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cabas.config.settings")
    file = Path(arguments[1])
    if arguments[0] == "build":
        _build(file, int(arguments[2]), int(arguments[3]))
    else:
        _prove(file)
    return 0


def _build(file: Path, volunteers: int, baskets: int) -> None:
    preparing.prepare(with_demo=False, with_assets=True)
    from cabas.bench.soak_group import build
    from cabas.clock import now

    file.write_text(json.dumps(build(volunteers, baskets, at=now())))


def _prove(file: Path) -> None:
    import django

    django.setup()
    from cabas.bench import soak_proof
    from cabas.config import proving

    told = json.loads(file.read_text())
    found = [*soak_proof.faults(told["visits"], told["noted"]), *(f"Audit : {one}" for one in proving.faults())]
    file.write_text(json.dumps(found))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CommandRefused as refusal:
        complain(refusal)
        sys.exit(1)
