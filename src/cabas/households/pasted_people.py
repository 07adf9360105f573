"""A pasted list of people is read whatever its shape: an address book, a spreadsheet, one address a line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cabas.people.names import search_form

LINES_MAX = 1000
ADDRESS = re.compile(r"[^\s<>()\[\];,:\"'«»]+@[^\s<>()\[\];,:\"'«»]+")
PHONE = re.compile(r"(?:(?:\+|00)\d{1,3}[\s.-]?(?:\(0\))?|0)\d(?:[\s.-]?\d){7,11}")
CELLS = re.compile(r"[;\t|]")
AROUND = " \t\u00a0\u202f<>()[]\"'«»“”,;:.-–—•*"
INSIDE = re.compile(r"[._-]+")
DIGITS = re.compile(r"\d+")
HEADINGS = {"nom", "prenom", "mail", "e mail", "email", "courriel", "adresse", "adresse e mail", "telephone", "tel"}


@dataclass(frozen=True)
class Pasted:
    """Somebody of the list; `number` is that of the line, from 1."""

    number: int
    first_name: str
    last_name: str
    email: str
    phone: str = ""


def read_people(text: str) -> list[Pasted]:
    """Everybody that the list names, in its order. A line that holds several addresses is several people."""
    lines = text.replace("mailto:", " ").replace("\r\n", "\n").replace("\r", "\n").split("\n")[:LINES_MAX]
    return [person for number, line in enumerate(lines, 1) for person in _people_of(number, line)]


def _people_of(number: int, line: str) -> Iterator[Pasted]:
    if not line.strip(AROUND) or _is_headings(line):
        return
    for part in _parts(line):
        yield _person(number, part)


def _is_headings(line: str) -> bool:
    """« Nom;Prénom;E-mail »: nothing but the names of columns."""
    cells = [search_form(cell) for cell in re.split(r"[;\t|,]", line)]
    return "@" not in line and len(cells) > 1 and all(cell in HEADINGS for cell in cells if cell)


def _parts(line: str) -> list[str]:
    """The line, or what stands around each of its addresses: « Awa <awa@x.fr>, Bob <bob@x.fr> »."""
    found = list(ADDRESS.finditer(line))
    if len(found) < 2:
        return [line]
    ends = [one.end() for one in found[:-1]] + [len(line)]
    starts = [0, *ends[:-1]]
    return [line[start:end] for start, end in zip(starts, ends, strict=True)]


def _person(number: int, text: str) -> Pasted:
    found = ADDRESS.search(text)
    email = found[0].strip(AROUND) if found else ""
    rest = text.replace(found[0], " ; " if CELLS.search(text) else " ", 1) if found else text
    phone = PHONE.search(rest)
    rest = rest.replace(phone[0], " ", 1) if phone else rest
    first_name, last_name = _names(rest, email)
    return Pasted(number, first_name, last_name, email, phone[0].strip() if phone else "")


def _names(text: str, email: str) -> tuple[str, str]:
    """First name and name. Nothing beside the address: what the address itself says."""
    cells = [cell.strip(AROUND) for cell in CELLS.split(text)]
    cells = [cell for cell in cells if cell]
    if len(cells) >= 2:
        return _in_order(cells[1], cells[0], email)
    words = cells[0] if cells else ""
    if "," in words:
        last_name, first_name = words.split(",", 1)
        return _in_order(first_name.strip(AROUND), last_name.strip(AROUND), email)
    if not words:
        return _said_by(email)
    return _split(words.split(), email)


def _in_order(first_name: str, last_name: str, email: str) -> tuple[str, str]:
    """Of « Diop;Awa » the name comes first, unless capitals or the address say otherwise."""
    if first_name.isupper() and not last_name.isupper() and len(first_name) > 1:
        return last_name, _written(first_name)
    local = _local(email)
    if local and local[0] == search_form(last_name) != search_form(first_name) and len(local) > 1:
        return _written(last_name), _written(first_name)
    return _written(first_name), _written(last_name)


def _split(words: list[str], email: str) -> tuple[str, str]:
    """« Awa Diop », « DIOP Awa », « Marie-Lou de la Tour »."""
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    if capitals and len(capitals) < len(words):
        first = [word for word in words if word not in capitals]
        return _written(" ".join(first)), _written(" ".join(capitals))
    if len(words) == 2:
        return _in_order(words[0], words[1], email)
    return _written(words[0]), _written(" ".join(words[1:]))


def _said_by(email: str) -> tuple[str, str]:
    """« awa.diop@x.fr » is Awa Diop; of « awa@x.fr » the name is asked at the first sign-in."""
    local = _local(email)
    if not local:
        return "", ""
    return local[0].capitalize(), " ".join(local[1:]).title()


def _local(email: str) -> list[str]:
    name = DIGITS.sub("", email.partition("@")[0].partition("+")[0])
    return [part for part in INSIDE.split(name.lower()) if part]


def _written(name: str) -> str:
    """« DIOP » becomes « Diop »; anything else stays as it was typed."""
    return name.title() if name.isupper() and len(name) > 1 else name
