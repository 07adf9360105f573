"""`./cabas soak` says what volunteers endured at the stand, and ends badly where one act was lost or doubled."""

import json
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from cabas.config.bench_database import DATABASES, bench_database
from cabas.config.enduring import VOLUNTEERS, Endured, endure
from cabas.config.options import Options
from cabas.config.saying import count, say, typeset

SECONDS, BASKETS = 600, 400
SECONDS_MIN, BASKETS_MIN = 20, 24


def run(arguments: list[str]) -> int:
    """1 where there is a fault."""
    options = _options(arguments)
    names = DATABASES if options.database == "both" else (options.database,)
    endured = {}
    for name in names:
        say(f"{VOLUNTEERS} bénévoles, {options.baskets} paniers, {options.seconds} s, sur {name}")
        with bench_database(name) as url:
            endured[name] = endure(options.baskets, options.seconds, url)
        print(typeset("\n".join(told(endured[name]))), flush=True)
    if options.json:
        report = {name: asdict(one) for name, one in endured.items()}
        options.json.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
        say(f"Mesures écrites dans {options.json}")
    return 1 if any(one.faults for one in endured.values()) else 0


def _options(arguments: list[str]) -> Namespace:
    parser = Options("soak")
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--baskets", type=int, default=BASKETS)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="both")
    options = parser.parse_args(arguments)
    if options.seconds < SECONDS_MIN or options.baskets < BASKETS_MIN:
        parser.error(f"--seconds : au moins {SECONDS_MIN} ; --baskets : au moins {BASKETS_MIN}")
    return options


def told(one: Endured) -> list[str]:
    """The summary, a line for each thing."""
    usual, longest = one.milliseconds
    return [
        f"Paniers : {one.baskets}, en {one.seconds:.0f} s ; arrêts brutaux (-9) du serveur : {one.kills}",
        f"Actes : {one.acts}, dont {count(one.weighed, 'pesée', 'pesées')} et "
        f"{count(one.undone, 'annulation', 'annulations')} ; {one.refused} refusés à qui venait en second",
        f"Renvoyés faute de réponse : {one.asked_again} ; un acte : {usual:.0f} ms, au pire {longest:.0f} ms",
        f"Fautes : {len(one.faults)}",
        *(f"  {fault}" for fault in one.faults),
    ]
