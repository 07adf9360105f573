"""A whole group moves here by its first steps: members, balances, products; only what is doubtful is asked.

Taps are counted: a link, a button, a file that is chosen, a name that is picked, a box that is filled.
"""

import csv
import html
import io
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from cabas.bench.browsing import Answer, Browser, Form, NotAsExpected
from cabas.bench.comparison import Comparison
from cabas.bench.move_files import MoveFiles
from cabas.ui.formats import machine_value

HOST = (("first_name", "Nadia"), ("last_name", "Belkacem"), ("email", "nadia@example.org"))
GROUP = (("name", "Le groupe qui déménage"), ("place", "Salle des fêtes"), ("weekday", "3"))
PASSWORD = "le marché du jeudi"  # noqa: S105 - of an installation that goes away
BAD_LINES = 3
QUESTION = re.compile(r'<select[^>]*name="(line_\d+)"[^>]*>(.*?)</select>', re.DOTALL)
OPTION = re.compile(r'<option value="(\d+)"[^>]*>([^<]*)')


@dataclass
class Step:
    name: str
    seconds: float = 0.0
    taps: int = 0


@dataclass
class Move:
    """What it took. `asked`: names that were asked about; `refused`: lines that were named and left out."""

    steps: list[Step] = field(default_factory=list)
    asked: int = 0
    refused: int = 0

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        here = Step(name)
        self.steps.append(here)
        start = time.perf_counter()
        yield here
        here.seconds = time.perf_counter() - start


def move(browser: Browser, link: str, comparison: Comparison, files: MoveFiles) -> Move:
    """From the first link to a group that holds it all, proved by its own files. Raises `NotAsExpected`."""
    done = Move()
    with done.step("groupe") as here:
        group = _found(browser, link, here)
    with done.step("membres") as here:
        count = _import(browser, f"{group}gestion/membres/import/", "cagette-membres.csv", files.members, here)
        done.refused += count
    with done.step("soldes") as here:
        _balances(browser, f"{group}gestion/soldes/reprise/", files, done, here)
    for vendor, products in files.products.items():
        with done.step(f"produits, {vendor}") as here:
            done.refused += _catalog(browser, group, vendor, products, here)
    _require_all(browser, group, comparison, files, done)
    return done


def _found(browser: Browser, link: str, here: Step) -> str:
    entrance = _form(browser.get(link), "first_name")
    ways = browser.send(entrance, *HOST, ("password", PASSWORD)).checked(302)
    browser.get(ways.location).checked(200, "Reprendre depuis Cagette")
    page = browser.get("/groupes/nouveau/cagette/").checked(200)
    founded = browser.send(_form(page, "name"), *GROUP).checked(302, "/premiers-pas/")
    browser.get(founded.location).checked(200, "Vous venez de Cagette")
    here.taps += len(HOST) + 1 + 1 + 1 + len(GROUP) + 1
    return founded.location.removesuffix("premiers-pas/")


def _import(browser: Browser, page: str, name: str, content: str, here: Step) -> int:
    """A file is brought, looked at and imported; how many of its lines were named and stay out."""
    upload = _form(browser.get(page).checked(200), "pasted")
    kept = browser.send_file(upload, "file", name, content.encode()).checked(302, "/import/")
    preview = browser.get(kept.location).checked(200)
    own = [form for form in preview.forms if form.action == preview.path]
    button = next(form for form in own if "heading_row" not in dict(form.fields))
    browser.send(button, ("import", "yes")).checked(302)
    here.taps += 4  # the line of the list, the file, « Regarder », « Importer »
    return _refused(preview, r"(\d+) lignes? ne ser")


def _balances(browser: Browser, page: str, files: MoveFiles, done: Move, here: Step) -> None:
    form = _form(browser.get(page).checked(200), "pasted")
    kept = browser.send(form, ("pasted", files.pasted)).checked(302, "/reprise/")
    preview = browser.get(kept.location).checked(200)
    answers = _answers(preview, files)
    done.asked += len(answers)
    done.refused += _refused(preview, r"(\d+) lignes? ")
    looked = browser.send(_form(preview, "shown"), *answers).checked(302)
    again = browser.get(looked.location.partition("#")[0]).checked(200)
    browser.send(_form(again, "shown"), *answers, ("record", "yes")).checked(302, "/gestion/soldes/")
    here.taps += 3 + len(answers) + 2  # the line, the paste, « Regarder »; the names; look again, « Enregistrer »


def _answers(preview: Answer, files: MoveFiles) -> list[tuple[str, str]]:
    """Who is meant, among those whom the page knows: the right one is the first that it proposes, or is sought."""
    lines = dict(enumerate(files.balances, 1))
    answers = []
    for name, options in QUESTION.findall(preview.text):
        meant = lines[int(name.removeprefix("line_"))].buyer
        found = [number for number, text in OPTION.findall(options) if meant.last_name in html.unescape(text)]
        if not found:
            raise NotAsExpected(f"{preview.path}: {meant.last_name} is not proposed for {name}")
        answers.append((name, found[0]))
    return answers


def _catalog(browser: Browser, group: str, vendor: str, products: str, here: Step) -> int:
    page = browser.get(f"{group}gestion/catalogues/nouveau/").checked(200)
    catalog = browser.send(_form(page, "name"), ("name", vendor)).checked(302, "/catalogues/")
    here.taps += 3  # the line of the list, the name, « Ajouter »
    return _import(browser, f"{catalog.location}import/", "cagette-pro-products.csv", products, here)


def _require_all(browser: Browser, group: str, comparison: Comparison, files: MoveFiles, done: Move) -> None:
    """Raises `NotAsExpected`: a balance that differs, a product, or a count of what was asked."""
    found = {row["E-mail"]: row for row in _rows(browser, f"{group}gestion/soldes/soldes.csv")}
    shown = {line.buyer.email: found[line.buyer.email]["Solde"] for line in files.balances}
    said = {line.buyer.email: machine_value(line.amount).replace(".", ",") for line in files.balances}
    differing = [(email, shown[email], said[email]) for email in said if shown[email] != said[email]]
    prices = {
        row["Nom du produit"]: row["Prix TTC"]
        for number in range(1, len(files.products) + 1)
        for row in _rows(browser, f"{group}gestion/catalogues/{number}/produits.csv")
    }
    goods = {good.name: machine_value(good.price).replace(".", ",") for good in comparison.goods}
    if differing or prices != goods:
        raise NotAsExpected(f"{differing[:3]} {[*prices.items()][:3]} {[*goods.items()][:3]}")
    doubtful = sum(line.is_mistyped for line in files.balances)
    if (done.asked, done.refused) != (doubtful, BAD_LINES):
        raise NotAsExpected(f"{done.asked} names asked for {doubtful}, {done.refused} lines refused for {BAD_LINES}")


def _rows(browser: Browser, path: str) -> list[dict[str, str]]:
    text = browser.get(path).checked(200).text.lstrip("\ufeff")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def _refused(preview: Answer, words: str) -> int:
    found = re.search(words, preview.text)
    return int(found.group(1)) if found else 0


def _form(answer: Answer, name: str) -> Form:
    """The form of the page that has this field, or a box to type in."""
    for form in answer.forms:
        if name in dict(form.fields) or (name == "pasted" and form.action == answer.path):
            return form
    raise NotAsExpected(f"{answer.path}: {answer.status}, no form with {name}\n{answer.text[:2000]}")


def told(steps: Sequence[Step], say: Callable[[str, float, int], None]) -> None:
    """Each step, then all of them."""
    for step in steps:
        say(step.name, step.seconds, step.taps)
    say("en tout", sum(step.seconds for step in steps), sum(step.taps for step in steps))
