"""`./cabas bench stand` measures the stand of 180 baskets in a browser of the size of a phone: search, tap, weight.

Times run inside the page, from the event to the frame after it: what a thumb waits for, on this machine.
"""

import json
import tempfile
from argparse import Namespace
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from cabas.config import chromium
from cabas.config.enduring import STAGE
from cabas.config.killed_installation import HOST, KilledInstallation
from cabas.config.options import Options
from cabas.config.refusals import CommandRefused
from cabas.config.saying import say, typeset

if TYPE_CHECKING:
    from playwright.sync_api import Page as Sheet

BASKETS, BASKETS_MIN = 180, 30
RUNS = 21
SEARCH_AIM, TAP_AIM, WEIGHT_AIM = 100, 150, 180  # milliseconds, milliseconds, kilobytes
PHONE: Any = {"width": 390, "height": 844}

PAINTED = "const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));"
SEARCH = f"""async (text) => {{ {PAINTED}
  const field = document.querySelector("[data-stand-search]");
  const type = (typed) => {{ field.value = typed; field.dispatchEvent(new Event("input", {{ bubbles: true }})); }};
  type(""); await painted();
  const start = performance.now();
  type(text); await painted();
  const took = performance.now() - start;
  const found = [...document.querySelectorAll(".baskets li[data-number]")].filter((row) => row.offsetParent).length;
  return [took, found];
}}"""
TAP = f"""async (number) => {{ {PAINTED}
  const row = () => document.querySelector(`.baskets li[data-number="${{number}}"]`);
  row().querySelector("a").click(); await painted();
  const button = [...document.querySelectorAll("[data-panel] [data-tap]")].find((each) => each.offsetParent);
  const start = performance.now();
  button.click(); await painted();
  const served = performance.now() - start;
  const isServed = row().dataset.served !== undefined;
  while (row().dataset.waits !== undefined) await painted();
  return [served, performance.now() - start, isServed];
}}"""


@dataclass(frozen=True)
class StandMeasure:
    """Medians in milliseconds; `answered`: until the server said so too. `kilobytes`: compressed, of the first load."""

    baskets: int
    search: float
    served: float
    answered: float
    kilobytes: float


def run(arguments: list[str]) -> int:
    """1 where an aim is not met."""
    options = _options(arguments)
    program = chromium.find_or_install()
    if program is None:
        raise CommandRefused("Aucun Chromium sur cette machine : indiquez-en un dans CHROMIUM.")
    say(f"Le stand de {options.baskets} paniers, {RUNS} fois chaque geste")
    measure = _measured_on(program, options.baskets)
    print(typeset("\n".join(told(measure))), flush=True)
    if options.json:
        options.json.write_text(json.dumps(asdict(measure), indent=1) + "\n")
    return 0 if is_met(measure) else 1


def _options(arguments: list[str]) -> Namespace:
    parser = Options("bench stand")
    parser.add_argument("--baskets", type=int, default=BASKETS)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    if options.baskets < BASKETS_MIN:
        parser.error(f"--baskets : au moins {BASKETS_MIN}")
    return options


def _measured_on(program: str, baskets: int) -> StandMeasure:
    """On an installation of its own, that goes away."""
    with tempfile.TemporaryDirectory(prefix="cabas-stand-") as folder:
        installation = KilledInstallation(Path(folder), STAGE)
        try:
            facts = installation.told("build", {}, "1", str(baskets))
            installation.start()
            return _measured(installation, facts, program, baskets)
        finally:
            installation.kill()


def _measured(installation: KilledInstallation, facts: dict[str, Any], program: str, baskets: int) -> StandMeasure:
    from playwright.sync_api import sync_playwright

    stand = f"http://{HOST}:{installation.port}/g/{facts['slug']}/gestion/distributions/{facts['evening']}/stand/"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=chromium.FLAGS)
        context = browser.new_context(viewport=PHONE, locale="fr-FR", service_workers="block")
        context.add_cookies([{"name": "sessionid", "value": facts["cookies"][0], "domain": HOST, "path": "/"}])
        sheet = context.new_page()
        kilobytes = _loaded(sheet, stand)
        searches = [_searched(sheet, f"n{1 + place * 7 % baskets}") for place in range(RUNS)]
        taps = [_tapped(sheet, 1 + place) for place in range(RUNS)]
        browser.close()
    served, answered = zip(*taps, strict=True)
    return StandMeasure(baskets, median(searches), median(served), median(answered), kilobytes)


def _loaded(sheet: "Sheet", stand: str) -> float:
    """What the network carried until every basket was there, in kilobytes."""
    sizes: list[float] = []
    network = sheet.context.new_cdp_session(sheet)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda said: sizes.append(said["encodedDataLength"]))
    sheet.goto(stand)
    sheet.locator("html[data-panels-loaded]").wait_for(state="attached")
    sheet.wait_for_load_state("networkidle")
    return sum(sizes) / 1000


def _searched(sheet: "Sheet", text: str) -> float:
    took, found = sheet.evaluate(SEARCH, text)
    if not found:
        raise CommandRefused(f"La recherche de « {text} » ne trouve rien.")
    return float(took)


def _tapped(sheet: "Sheet", number: int) -> tuple[float, float]:
    served, answered, is_served = sheet.evaluate(TAP, number)
    if not is_served:
        raise CommandRefused(f"Le panier {number} n’est pas montré comme servi.")
    return float(served), float(answered)


def is_met(one: StandMeasure) -> bool:
    return one.search <= SEARCH_AIM and one.served <= TAP_AIM and one.kilobytes <= WEIGHT_AIM


def told(one: StandMeasure) -> list[str]:
    """Each measure beside its aim."""
    return [
        f"De la frappe au résultat : {one.search:.0f} ms (visé {SEARCH_AIM})",
        f"Du geste à « servi » : {one.served:.0f} ms (visé {TAP_AIM}) ; "
        f"confirmé par le serveur : {one.answered:.0f} ms",
        f"Page, paniers et tout ce qu’elle charge : {one.kilobytes:.0f} Ko compressés (visé {WEIGHT_AIM})",
    ]
