"""Sets the stage of `./cabas bench payments` and proves its books, each in a process of its own.

`python -m cabas.config.card_stage build FILE COUNT` writes what the buyers need to know; `prove FILE` reads who paid
and what the provider says, and writes each fault.
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
        _build(file, int(arguments[2]))
    else:
        _prove(file)
    return 0


def _build(file: Path, count: int) -> None:
    preparing.prepare(with_demo=False, with_assets=True)
    from cabas.bench.card_group import KEYS, build
    from cabas.clock import now

    made = build(count, at=now())
    facts = {
        "slug": made.group.slug,
        "webhook_secret": KEYS.webhook_secret,
        "evening": made.evening.number,
        "product": made.product.pk,
        "buyers": made.sessions,
    }
    file.write_text(json.dumps(facts))


def _prove(file: Path) -> None:
    import django

    django.setup()
    from cabas.bench import card_proof
    from cabas.config import proving

    told = json.loads(file.read_text())
    found = [*card_proof.faults(told["members"], told["provider"]), *(f"Audit : {one}" for one in proving.faults())]
    file.write_text(json.dumps(found))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CommandRefused as refusal:
        complain(refusal)
        sys.exit(1)
