"""`./cabas bench payments` says what happened in a storm of online payments, and ends badly where one fault is left."""

import json
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from cabas.config.bench_database import DATABASES, bench_database
from cabas.config.card_storm import Storm, storm
from cabas.config.options import Options
from cabas.config.saying import count, say, typeset

PAYMENTS = 500
PAYMENTS_MIN = 10


def run(arguments: list[str]) -> int:
    """1 where there is a fault."""
    options = _options(arguments)
    names = DATABASES if options.database == "both" else (options.database,)
    storms = {}
    for name in names:
        say(f"{options.payments} paiements en ligne sur {name}")
        with bench_database(name) as url:
            storms[name] = storm(options.payments, url)
        print(typeset("\n".join(told(storms[name]))), flush=True)
    if options.json:
        report = {name: asdict(one) for name, one in storms.items()}
        options.json.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
        say(f"Mesures écrites dans {options.json}")
    return 1 if any(one.faults for one in storms.values()) else 0


def _options(arguments: list[str]) -> Namespace:
    parser = Options("bench payments")
    parser.add_argument("--payments", type=int, default=PAYMENTS)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="sqlite")
    options = parser.parse_args(arguments)
    if options.payments < PAYMENTS_MIN:
        parser.error(f"--payments : au moins {PAYMENTS_MIN}")
    return options


def told(one: Storm) -> list[str]:
    """The summary, a line for each thing."""
    notices = one.notices
    return [
        f"Paiements : {one.payments}, en {one.seconds:.0f} s",
        f"Avis du prestataire : {notices['happened']}, dont {count(notices['lost'], 'perdu', 'perdus')}, "
        f"{count(notices['doubled'], 'doublé', 'doublés')}, {notices['late']} en retard ; "
        f"{notices['unanswered']} sans réponse pendant les arrêts",
        f"Arrêts brutaux (-9) : {one.kills} du serveur, {one.kills} du travail de fond",
        f"Crédités : {one.by_notice} par leur avis, {one.by_reconciliation} par la réconciliation, "
        f"{one.by_return_page} par la page de retour",
        f"Fautes : {len(one.faults)}",
        *(f"  {fault}" for fault in one.faults),
    ]
