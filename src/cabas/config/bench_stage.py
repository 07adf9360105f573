"""Sets the stage of `./cabas bench` in a process of its own: tables, assets, the comparison group, passwords, an audit.

`python -m cabas.config.bench_stage FILE` writes what the jobs need to know into the file.
"""

import json
import sys
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cabas.config import preparing
from cabas.config.data_folder import PROJECT
from cabas.config.refusals import CommandRefused
from cabas.config.saying import complain, say

if TYPE_CHECKING:
    from cabas.bench.comparison import Comparison
    from cabas.bench.loading import Loaded

SLUG, PASSWORD = "comparaison", "une phrase de passe"
GROUP_FILE = PROJECT / "bench" / "group-300.json.gz"
BUYERS = 24  # one for each order that is measured, and for those that warm up


def main(arguments: list[str]) -> int:
    """Prepare, load, prove, and write."""
    preparing.prepare(with_demo=False, with_assets=True)
    from cabas.bench.comparison import read
    from cabas.bench.loading import load
    from cabas.clock import now
    from cabas.config.proving import faults

    start = time.monotonic()
    comparison = read(GROUP_FILE)
    loaded = load(comparison, SLUG, at=now())
    say(f"Groupe de comparaison chargé en {time.monotonic() - start:.0f} s")
    fault = next(faults(), None)
    if fault is not None:
        raise CommandRefused(f"Audit : {fault}")
    Path(arguments[0]).write_text(json.dumps(_facts(comparison, loaded)))
    return 0


def _facts(comparison: "Comparison", loaded: "Loaded") -> dict[str, Any]:
    """The fields of `cabas.bench.jobs.Stage`, without the address."""
    closed, open_now = comparison.days[-2].number, comparison.days[-1].number
    has_ordered = {bought.buyer for bought in comparison.bought if bought.distribution == open_now}
    buyers = [loaded.person(buyer) for buyer in loaded.members if buyer not in has_ordered]
    signing_in = [loaded.coordinator, *islice((person for person in buyers if person != loaded.coordinator), BUYERS)]
    for person in signing_in:
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
    last = comparison.buyers[-1]
    return {
        "slug": SLUG,
        "password": PASSWORD,
        "coordinator": loaded.coordinator.email,
        "buyers": [person.email for person in signing_in[1:]],
        "products": [product.pk for product in loaded.products.values()],
        "member": loaded.members[last.number].number,
        "member_name": loaded.members[last.number].name,
        "last_name": last.last_name,
        "member_count": len(comparison.buyers),
        "closed": loaded.distributions[closed].number,
        "closed_baskets": sum(bought.distribution == closed for bought in comparison.bought),
        "open": loaded.distributions[open_now].number,
    }


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CommandRefused as refusal:
        complain(refusal)
        sys.exit(1)
