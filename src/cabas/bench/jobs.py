"""The jobs that are measured: each is done whole, by a person who is signed in, and its answer is checked."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from statistics import median

from cabas.bench.browsing import Answer, Browser, NotAsExpected
from cabas.bench.figures import BASKET, BASKETS, HISTORY, HOME, ORDER, OVERVIEW, SHOP, VALIDATION, Measure

RUNS = 21
WARM_UPS = 3
ORDER_LINES = 7


@dataclass(frozen=True)
class Stage:
    """Where the jobs are done: numbers and ids of what was loaded, and who does them.

    `buyers`: e-mails of members who have ordered nothing for the open distribution.
    """

    address: tuple[str, int]
    slug: str
    password: str
    coordinator: str
    buyers: Sequence[str]
    products: Sequence[int]
    member: int
    member_name: str
    last_name: str
    member_count: int
    closed: int
    closed_baskets: int
    open: int

    @property
    def group(self) -> str:
        return f"/g/{self.slug}/"

    @property
    def evening(self) -> str:
        """Where the distribution that waits for its validation is managed."""
        return f"{self.group}gestion/distributions/{self.closed}/"

    @property
    def shop(self) -> str:
        return f"{self.group}commande/{self.open}/"


Run = Callable[[], Sequence[Answer]]


def measure_all(stage: Stage, database: str, say: Callable[[Measure], None]) -> Iterator[Measure]:
    """Every job, in an order in which none changes what another one reads. Raises `NotAsExpected`."""
    line = HTTPConnection(*stage.address, timeout=60)  # one connection: the same process answers, its caches are warm
    coordinator = signed_in(line, stage, stage.coordinator)
    jobs = [*_pages(stage, coordinator), (ORDER, _ordering(stage, line)), (VALIDATION, _validating(stage, coordinator))]
    for name, run in jobs:
        measure = _measured(name, database, run)
        say(measure)
        yield measure


def _measured(name: str, database: str, run: Run) -> Measure:
    for _warm_up in range(WARM_UPS):
        run()
    runs = [run() for _run in range(RUNS)]
    times = [sum(answer.milliseconds for answer in answers) for answers in runs]
    return Measure(name, database, median(times), max(sum(answer.statements for answer in run) for run in runs))


def signed_in(line: HTTPConnection, stage: Stage, email: str) -> Browser:
    browser = Browser(line)
    form = next(form for form in browser.get("/connexion/").forms if "password" in dict(form.fields))
    browser.send(form, ("login", email), ("password", stage.password)).checked(302)
    return browser


def _pages(stage: Stage, browser: Browser) -> list[tuple[str, Run]]:
    def page(path: str, *said: str, rows: tuple[str, int] = ("", 0)) -> Run:
        return lambda: [_with_rows(browser.get(path).checked(200, *said), *rows)]

    office = f"{stage.group}gestion/"
    account = f"{office}soldes/{stage.member}/"
    each_member, each_basket = (rf'href="{office}soldes/(\d+)/"', stage.member_count), ("", 0)
    return [
        (HOME, page(stage.group, "Salle des fêtes")),
        (OVERVIEW, page(f"{office}soldes/?tous=1", stage.last_name, rows=each_member)),
        (HISTORY, page(account, stage.member_name)),
        (BASKETS, page(f"{stage.evening}paniers/", stage.last_name, rows=each_basket)),
        (BASKET, page(f"{stage.evening}paniers/{stage.member}/", stage.member_name)),
        (SHOP, page(stage.shop, "Produit 01", "Produit 40")),
    ]


def _with_rows(answer: Answer, pattern: str, number: int) -> Answer:
    """Itself, where it shows so many different things of this pattern. Raises `NotAsExpected`."""
    found = len(set(re.findall(pattern, answer.text))) if pattern else number
    if found != number:
        raise NotAsExpected(f"{answer.path}: {found} rows, not {number}")
    return answer


def _ordering(stage: Stage, line: HTTPConnection) -> Run:
    """Another member each time: the cart is filled, the order confirmed; what confirms it is measured."""
    buyers = iter(stage.buyers)

    def run() -> Sequence[Answer]:
        browser = signed_in(line, stage, next(buyers))
        cart = browser.get(stage.shop).checked(200).form("brouillon/")
        lines = [("line", f"{product}:1") for product in stage.products[:ORDER_LINES]]
        browser.send(cart, ("version", "mine"), *lines).checked(302)
        form = browser.get(f"{stage.shop}regler/").checked(200).form("/regler/")
        answer = browser.send(form, ("means", "cheque")).checked(302, "/merci/")
        browser.get(f"{stage.shop}merci/").checked(200, "Commande enregistrée")
        return [answer]

    return run


def _validating(stage: Stage, browser: Browser) -> Run:
    """« Tout servi et reçu comme annoncé, valider »; both are undone before the next time."""
    checklist, turns = f"{stage.evening}validation/", count(1)

    def run() -> Sequence[Answer]:
        if next(turns) == 1:
            _confirm_transfers(browser, checklist)
        page = browser.get(checklist).checked(200, f"{stage.closed_baskets} paniers")
        validated = browser.post(f"{checklist}encaissements/validation/", page.form(checklist).fields).checked(302)
        browser.get(checklist).checked(200, "Distribution validée", f"{stage.closed_baskets} paniers")
        _undo(browser, checklist)
        return [validated]

    return run


def _confirm_transfers(browser: Browser, checklist: str) -> None:
    """Once, before anything is measured: transfers that reached the bank are confirmed, and stay so."""
    browser.post(f"{checklist}encaissements/", browser.get(checklist).form(checklist).fields).checked(302)
    page = browser.get(checklist).checked(200)
    for action in re.findall(rf'formaction="({checklist}\d+/)" name="act" value="receive:transfer"', page.text):
        browser.post(action, [*page.form(checklist).fields, ("act", "receive:transfer")]).checked(302)
    browser.send(page.form("encaissements/annulation/")).checked(302)


def _undo(browser: Browser, checklist: str) -> None:
    """The validation first, then what was received with it, as the page then offers."""
    asked = browser.get(f"{checklist}annulation/").checked(200)
    browser.send(asked.form("/annulation/"), ("why", "mesure")).checked(302)
    again = browser.get(checklist).checked(200, "Dévalidée")
    browser.send(again.form("encaissements/annulation/")).checked(302)
