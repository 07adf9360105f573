"""A reprise of the comparison group's balances, as a treasurer does it: paste, look, record; undone before the next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection

from cabas.bench.browsing import Answer, Browser, Form, NotAsExpected
from cabas.bench.jobs import Stage, signed_in
from cabas.bench.openings import Brought, as_csv

RUNS, WARM_UPS = 9, 1
MILLISECONDS_MAX = 2000


@dataclass(frozen=True)
class Taken:
    """What one reprise took, in milliseconds and statements: until the preview is there, and until it is recorded."""

    preview: Sequence[Answer]
    posting: Sequence[Answer]


def measure(stage: Stage, lines: Sequence[Brought]) -> list[Taken]:
    """So many reprises of this list. Raises `NotAsExpected`."""
    browser = signed_in(HTTPConnection(*stage.address, timeout=60), stage, stage.coordinator)
    for _warm_up in range(WARM_UPS):
        _reprise(stage, browser, lines)
    return [_reprise(stage, browser, lines) for _run in range(RUNS)]


def _reprise(stage: Stage, browser: Browser, lines: Sequence[Brought]) -> Taken:
    page = f"{stage.group}gestion/soldes/reprise/"
    form = _form(browser.get(page).checked(200, "Reprise de soldes"), "pasted")
    pasted = browser.send(form, ("pasted", as_csv(lines))).checked(302, "/reprise/")
    preview = browser.get(pasted.location).checked(200, *_recap(lines))
    recorded = browser.send(_form(preview, "shown"), ("record", "yes")).checked(302, "/gestion/soldes/")
    _undo(browser, browser.get(page).checked(200))
    return Taken([pasted, preview], [recorded])


def _recap(lines: Sequence[Brought]) -> list[str]:
    """What the preview must say."""
    surely = [line for line in lines if line.amount and not line.is_mistyped]
    doubtful = sum(bool(line.amount) and line.is_mistyped for line in lines)
    return [f"{len(surely)} soldes à créer", f"{doubtful} noms non reconnus", f"Enregistrer {len(surely)} soldes"]


def _undo(browser: Browser, sets: Answer) -> None:
    """The set that was recorded last: the first of the list."""
    address = sets.text.split('<table class="table table-cards">', 1)[1].split('href="', 1)[1].split('"', 1)[0]
    undoing = browser.get(address).checked(200, "Annuler ces").form("/annulation/")
    browser.send(undoing, ("why", "mesure")).checked(302)


def _form(answer: Answer, field: str) -> Form:
    """The form of the page that has this field, or a box to type in."""
    for form in answer.forms:
        if field in dict(form.fields) or (field == "pasted" and form.action == answer.path):
            return form
    raise NotAsExpected(f"{answer.path}: no form with {field}\n{answer.text[:2000]}")


def milliseconds(answers: Sequence[Answer]) -> float:
    return sum(answer.milliseconds for answer in answers)


def statements(answers: Sequence[Answer]) -> int:
    return sum(answer.statements for answer in answers)


Part = Callable[[Taken], Sequence[Answer]]
PARTS: dict[str, Part] = {"aperçu": lambda taken: taken.preview, "enregistrement": lambda taken: taken.posting}
