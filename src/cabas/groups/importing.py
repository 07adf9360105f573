"""A line of a file is one household; who is known already is shown as known, and added neither twice nor changed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from cabas.groups.columns import ADDRESS, FIRST, LENGTHS_MAX, SECOND, member_columns
from cabas.groups.import_drafts import Importer
from cabas.groups.members import NewHousehold, NewPerson, add_members
from cabas.groups.models import Adult, Group, ImportDraft, MemberImport
from cabas.people.names import search_form
from cabas.people.phones import digits
from cabas.sheets.columns import Matching
from cabas.sheets.lines import Line, LineError
from cabas.sheets.reviewing import Fate, Judged, Review

PURPOSE = "members"


def member_importer(group: Group) -> Importer[NewHousehold]:
    """The import of members into this group."""
    return Importer(
        purpose=PURPOSE,
        columns=member_columns(),
        missing=missing_columns,
        judge=lambda lines: judge_members(group, lines),
        write=lambda review, draft, at: _write(group, review, draft, at),
        kind=PURPOSE,
    )


def missing_columns(matching: Matching) -> list[str]:
    """The labels of the columns without which nobody can be imported."""
    return [column.label for column in matching.missing]


def judge_members(group: Group, lines: Iterable[Line], *, asks_last_name: bool = True) -> Review[NewHousehold]:
    """What becomes of each line: a new household, a known one, or a named error. One statement.

    Who left is known: the household is taken back on its card, not added again. `asks_last_name`: else whoever comes
    in by an address alone says it at their first sign-in.
    """
    known = _Known()
    for adult in Adult.objects.filter(group=group).select_related("person", "membership"):
        known.add(_as_new(adult), _has_left(adult) if adult.membership.left_on else _("déjà membre"))
    return Review(tuple(_judge(line, known, asks_last_name) for line in lines))


def _write(group: Group, review: Review[NewHousehold], draft: ImportDraft, at: datetime) -> None:
    if households := [line.item for line in review.new if line.item]:
        members = [member.pk for member in add_members(group, households, at=at)]
        MemberImport.objects.create(group=group, file_name=draft.file_name, members=members, by_id=draft.by_id, at=at)


def _has_left(adult: Adult) -> str:
    words = _("membre n° %(number)s, qui a quitté le groupe et peut y revenir, à sa fiche")
    return words % {"number": adult.membership.number}


def _as_new(adult: Adult) -> NewPerson:
    person = adult.person
    return NewPerson(person.first_name, person.last_name, person.email or "", person.phone)


@dataclass
class _Known:
    """Who is known, by e-mail, else by name and phone: in the group already, or on a line above."""

    emails: dict[str, str] = field(default_factory=dict)
    with_email: dict[tuple[str, str], str] = field(default_factory=dict)
    without_email: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, person: NewPerson, words: str) -> None:
        twins = self.with_email if person.email else self.without_email
        twins.setdefault(_name_and_phone(person), words)
        if person.email:
            self.emails.setdefault(person.email.lower(), words)

    def find(self, person: NewPerson) -> str | None:
        """Where this person is known, in words. Two e-mails are two persons; a name alone proves nothing."""
        key = _name_and_phone(person)
        has_phone = bool(key[1])
        if person.email:
            return self.emails.get(person.email.lower()) or (self.without_email.get(key) if has_phone else None)
        return self.without_email.get(key) or (self.with_email.get(key) if has_phone else None)


def _name_and_phone(person: NewPerson) -> tuple[str, str]:
    return search_form(f"{person.first_name} {person.last_name}"), digits(person.phone)


def _judge(line: Line, known: _Known, asks_last_name: bool) -> Judged[NewHousehold]:
    adults, remark = _adults(line)
    address1, address2, postcode, city = (line.value(key) for key in ADDRESS)
    household = NewHousehold(adults, address1, address2, postcode, city)
    name = f"{adults[0].first_name} {adults[0].last_name}".strip() or adults[0].email
    details = _details(adults)
    if errors := _errors(line, adults, asks_last_name):
        return Judged(line.number, Fate.REFUSED, name, details, errors=tuple(errors))
    if where := known.find(adults[0]):
        return Judged(line.number, Fate.KNOWN, name, details, remark=where)
    for second in adults[1:]:
        if (second.email or second.phone) and (where := known.find(second)):
            return Judged(line.number, Fate.REFUSED, name, details, errors=(_second_known(line, second, where),))
    for adult in adults:
        known.add(adult, _("déjà sur la ligne %(number)s") % {"number": line.number})
    return Judged(line.number, Fate.NEW, name, details, remark=remark, item=household)


def _adults(line: Line) -> tuple[list[NewPerson], str]:
    """The household's adults; an e-mail that both share is kept for the first, and said."""
    first = NewPerson(*(line.value(key) for key in FIRST))
    second_first_name, second_last_name, second_email, second_phone = (line.value(key) for key in SECOND)
    if not (second_first_name or second_last_name or second_email):
        return [first], ""
    remark = ""
    if second_email and second_email.lower() == first.email.lower():
        remark = _("un e-mail pour deux : %(name)s n’aura pas de connexion") % {"name": second_first_name}
        second_email = ""
    second = NewPerson(second_first_name, second_last_name or first.last_name, second_email, second_phone)
    return [first, second], remark


def _details(adults: list[NewPerson]) -> str:
    first, *others = adults
    said = [first.email or _("sans e-mail"), first.phone]
    said += [_("avec %(name)s") % {"name": f"{other.first_name} {other.last_name}"} for other in others]
    return " · ".join(part for part in said if part)


def _errors(line: Line, adults: list[NewPerson], asks_last_name: bool) -> list[LineError]:
    """What is wrong on this line, each under the label of its column."""
    faults = [
        fault
        for keys, person in zip((FIRST, SECOND), adults, strict=False)
        for fault in _faults(person, keys, asks_last_name)
    ]
    too_long = _("trop long. Gardez %(limit)s caractères au plus.")
    faults += [(key, too_long % {"limit": limit}) for key, limit in LENGTHS_MAX.items() if len(line.value(key)) > limit]
    return [LineError(line.number, _label(key), message) for key, message in faults]


def _label(key: str) -> str:
    return next(column.label for column in member_columns() if column.key == key)


def _faults(person: NewPerson, keys: tuple[str, ...], asks_last_name: bool) -> list[tuple[str, str]]:
    first_name, last_name, email, _phone = keys
    faults = []
    if not person.first_name:
        faults.append((first_name, _("il manque le prénom.")))
    if not person.last_name and asks_last_name:
        faults.append((last_name, _("il manque le nom.")))
    if person.email and not _is_email(person.email):
        message = _("« %(text)s » n’est pas une adresse e-mail. Corrigez-la, ou laissez la case vide.")
        faults.append((email, message % {"text": person.email}))
    return faults


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _second_known(line: Line, second: NewPerson, where: str) -> LineError:
    message = _("%(name)s est %(where)s, dans un autre foyer. Retirez cette personne de la ligne.")
    name = f"{second.first_name} {second.last_name}"
    return LineError(line.number, _label("second_email"), message % {"name": name, "where": where})
