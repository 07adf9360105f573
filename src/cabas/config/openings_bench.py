"""`./cabas bench openings` measures a reprise of the comparison group's 300 balances, ten of its names mistyped."""

from collections.abc import Sequence
from statistics import median

from cabas.bench import taking_over
from cabas.bench.browsing import NotAsExpected
from cabas.bench.comparison import read
from cabas.bench.openings import balances_of
from cabas.bench.taking_over import MILLISECONDS_MAX, PARTS, RUNS, Taken
from cabas.config.bench_database import DATABASES, bench_database
from cabas.config.bench_stage import GROUP_FILE
from cabas.config.comparison_server import comparison_server
from cabas.config.options import Options
from cabas.config.refusals import CommandRefused
from cabas.config.saying import say, typeset

LINE = "{:<16} {:<10} {:>10} {:>12} {:>9} {:>10}"
HEADINGS = ("reprise de soldes", "base", "médiane", "la pire", "visé", "requêtes")


def run(arguments: list[str]) -> int:
    """1 where one of the reprises took longer than it may."""
    parser = Options("bench openings")
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="both")
    options = parser.parse_args(arguments)
    names = DATABASES if options.database == "both" else (options.database,)
    worst = [slowest for name in names for slowest in _measured_on(name)]
    is_met = max(worst) <= MILLISECONDS_MAX
    print(typeset("La cible est tenue." if is_met else "Cible manquée."), flush=True)
    return 0 if is_met else 1


def _measured_on(name: str) -> list[float]:
    """The slowest of each part, once it is printed."""
    lines = balances_of(read(GROUP_FILE))
    with bench_database(name) as url, comparison_server(url) as stage:
        say(f"{RUNS} reprises de {len(lines)} soldes sur {name}")
        try:
            taken = taking_over.measure(stage, lines)
        except NotAsExpected as surprise:
            raise CommandRefused(f"Une réponse n’est pas celle du travail mesuré : {surprise}") from surprise
    print(LINE.format(*HEADINGS), flush=True)
    return [_told(part, name, taken) for part in PARTS]


def _told(part: str, database: str, taken: Sequence[Taken]) -> float:
    times = [taking_over.milliseconds(PARTS[part](one)) for one in taken]
    asked = max(taking_over.statements(PARTS[part](one)) for one in taken)
    cells = f"{median(times):.0f} ms", f"{max(times):.0f} ms", f"{MILLISECONDS_MAX} ms", str(asked)
    print(LINE.format(part, database, *cells), flush=True)
    return max(times)
