"""Lists of balances, as groups bring them to a reprise."""

from datetime import date

from cabas.groups.import_drafts import keep_draft, review_of
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Group, ImportDraft, Membership
from cabas.payments.balance_answers import Answers
from cabas.payments.balance_columns import balance_columns, match_balances
from cabas.payments.balance_import import PURPOSE, balance_importer, fingerprint, record
from cabas.payments.judging_balances import BalanceLine, Reviewed
from cabas.payments.models import OpeningSet
from cabas.people.models import User
from cabas.sheets.reading import Table, read_pasted, read_table
from cabas.sheets.reviewing import Judged
from tests.cast import TUESDAY
from tests.sheets.building import FILES

OCTOBER = date(2026, 10, 31)
VALLON = (
    "Camille Moreau, Awa Diop, Jean Petit, Odile Durand, Mathis Leroy, Inès Robin, Noé Garnier, Lise Petit, "
    "Hélène Vasseur, Bruno Keller, Fatou Sarr, Élise Caron, Paul Hamon, Marguerite Tissot, Yann Le Goff, Karim Haddad, "
    "Lucie Bernard, Zoé Nguyen, François d'Arcy, Anaïs Lefèvre, Loïc Kerguélen, Maëlle Müller, Gaël O'Brien, "
    "Brigitte Dupont-Aignan"
)


def people_of_the_vallon(group: Group) -> dict[str, Membership]:
    """The 24 households of the files of members, by their names."""
    return {name: join(group, name) for name in VALLON.split(", ")}


def join(group: Group, name: str, email: str = "") -> Membership:
    first, last = name.split(" ", 1)
    return add_member(group, NewHousehold([NewPerson(first, last, email)]), at=TUESDAY)


def draft_of(group: Group, table: Table, by: User) -> ImportDraft:
    columns = balance_columns()
    return keep_draft(group, PURPOSE, columns, "texte collé", table, by=by, at=TUESDAY, match=match_balances)


def pasted(group: Group, text: str, by: User) -> ImportDraft:
    return draft_of(group, read_pasted(text), by)


def from_file(group: Group, name: str, by: User) -> ImportDraft:
    return draft_of(group, read_table(name, (FILES / "members" / name).read_bytes()), by)


def answer(draft: ImportDraft, *, unsigned: str = "", picked: dict[int, Membership] | None = None) -> None:
    numbers = {line: member.number for line, member in (picked or {}).items()}
    Answers(OCTOBER, unsigned, numbers).keep(draft)


def reviewed(draft: ImportDraft) -> Reviewed:
    return review_of(draft, balance_importer(draft.group, Answers.of(draft)))


def recorded(draft: ImportDraft, by: User) -> OpeningSet:
    """What the preview shows, taken over as on 31 October."""
    shown = fingerprint(reviewed(draft))
    return record(draft, on=OCTOBER, shown=shown, by=by, at=TUESDAY)


def told(review: Reviewed) -> list[tuple[int, str, str, str]]:
    """Each line: its number, what it is, whose, and the amount or what is said of it."""
    return [(line.number, str(case_of(line)), line.name, _words(line)) for line in review.lines]


def case_of(line: Judged[BalanceLine]) -> str:
    assert line.item
    return line.item.case.name


def _words(line: Judged[BalanceLine]) -> str:
    assert line.item
    said = "; ".join(error.message for error in line.errors) or line.remark or str(line.item.amount)
    proposed = ", ".join(f"{member.name}\u202f?" for member in line.item.proposed)
    return " ".join(filter(None, (said, proposed)))
