"""Who was entered and never signed in is invited by mail (E17), at most once a day; the mail opens the group.

A pasted list becomes households first: who is known is not added again, what cannot be read is said line by line.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from cabas.clock import PARIS
from cabas.groups.columns import member_columns
from cabas.groups.import_drafts import Importer
from cabas.groups.importing import judge_members
from cabas.groups.members import NewHousehold, add_members
from cabas.groups.models import Adult, Group, Membership
from cabas.households.first_entrance import invitation_to
from cabas.households.pasted_people import Pasted
from cabas.ledger.locking import lock
from cabas.mail.models import OutgoingMail
from cabas.mail.queueing import queue
from cabas.people.models import User
from cabas.sheets.columns import Matching
from cabas.sheets.lines import Line, LineError
from cabas.sheets.reading import Table
from cabas.sheets.reviewing import Fate, Judged, Review

PURPOSE = "invitations"
INVITED = "E17"
KEYS = ("first_name", "last_name", "email", "phone")


class InvitedToday(Exception):
    """A mail like this one left today: another would be too many."""

    def __init__(self, person: User) -> None:
        self.person = person

    def __str__(self) -> str:
        return _("%(name)s a déjà reçu une invitation aujourd’hui. Vous pourrez la renvoyer demain.") % {
            "name": self.person.full_name
        }


class NobodyToInvite(Exception):
    """Everybody signed in already, has no address, or was invited today."""

    def __str__(self) -> str:
        return _(
            "Personne à inviter\u202f: les autres se sont déjà connectés, n’ont pas d’e-mail, ou ont reçu leur "
            "invitation aujourd’hui."
        )


def never_signed_in(group: Group) -> QuerySet[Adult]:
    """The adults of current households who have an address and never came in."""
    adults = Adult.objects.filter(group=group, membership__left_on__isnull=True, membership__passage__isnull=True)
    return adults.filter(person__email__isnull=False, person__last_login__isnull=True)


def to_invite(group: Group, *, at: datetime) -> QuerySet[Adult]:
    """Those of them to whom no invitation left today."""
    return never_signed_in(group).exclude(Exists(_invited_today(group, at).filter(person=OuterRef("person"))))


@transaction.atomic
def invite_all(group: Group, *, origin: str, at: datetime) -> int:
    """Invite everybody who may be; how many. `origin`: the address of the installation. Raises `NobodyToInvite`."""
    lock(group.book_id)  # of two taps the second finds the mails of the first
    adults = list(to_invite(group, at=at).select_related("person"))
    if not adults:
        raise NobodyToInvite
    return _invite(group, {adult.membership_id for adult in adults}, [adult.person for adult in adults], origin, at)


@transaction.atomic
def invite(membership: Membership, person: User, *, origin: str, at: datetime) -> None:
    """Invite one adult of this household. Raises `InvitedToday`, `NobodyToInvite`."""
    group = membership.group
    lock(group.book_id)
    if _invited_today(group, at).filter(person=person).exists():
        raise InvitedToday(person)
    if not never_signed_in(group).filter(membership=membership, person=person).exists():
        raise NobodyToInvite
    _invite(group, {membership.pk}, [person], origin, at)


def table_of_people(people: Sequence[Pasted]) -> Table:
    """The list as rows that an import draft keeps; the last cell is the number of the line."""
    rows = [[one.first_name, one.last_name, one.email, one.phone, str(one.number)] for one in people]
    return Table(rows or [[""] * (len(KEYS) + 1)])


def match_people(table: Table, columns: Sequence[object], **_chosen: object) -> Matching:
    """The columns of `table_of_people`, which has no headings."""
    by_key = {key: index for index, key in enumerate(KEYS)}
    return Matching(member_columns(), None, ("",) * table.width, by_key, (), ())


def invitation_importer(group: Group, *, origin: str) -> Importer[NewHousehold]:
    """The import of a pasted list: its households are added and invited in one act."""
    return Importer(
        purpose=PURPOSE,
        columns=member_columns(),
        missing=lambda _matching: [],
        judge=lambda lines: _with_addresses(judge_members(group, _numbered(lines), asks_last_name=False)),
        write=lambda review, _draft, at: _add_and_invite(group, review, origin, at),
    )


def _numbered(lines: Iterable[Line]) -> Iterable[Line]:
    """Each under the number that it had in what was pasted."""
    return (Line(int(line.cells[len(KEYS)]), line.cells, line.places) for line in lines)


def _with_addresses(review: Review[NewHousehold]) -> Review[NewHousehold]:
    """Without an address nobody is invited: such a line is refused rather than half done."""
    return Review(tuple(_addressed(line) for line in review.lines))


def _addressed(line: Judged[NewHousehold]) -> Judged[NewHousehold]:
    if line.item is None or line.item.adults[0].email:
        return line
    message = _("«\u202f%(name)s\u202f»\u202f: il manque l’adresse e-mail.") % {"name": line.name}
    return Judged(line.number, Fate.REFUSED, line.name, line.details, errors=(LineError(line.number, "", message),))


def _add_and_invite(group: Group, review: Review[NewHousehold], origin: str, at: datetime) -> None:
    households = [line.item for line in review.new if line.item]
    members = add_members(group, households, at=at)
    adults = Adult.objects.filter(membership__in=members, person__email__isnull=False).select_related("person")
    _invite(group, {member.pk for member in members}, [adult.person for adult in adults], origin, at)


def _invite(group: Group, members: Collection[int], people: Sequence[User], origin: str, at: datetime) -> int:
    households = Membership.objects.filter(pk__in=members).select_related("group").with_people()
    invited = {person.pk for person in people}
    letters = [
        invitation_to(household, person, origin=origin)
        for household in households
        for person in household.people
        if person.pk in invited and person.email
    ]
    return len(queue(letters, at=at))


def _invited_today(group: Group, at: datetime) -> QuerySet[OutgoingMail]:
    midnight = at.astimezone(PARIS).replace(hour=0, minute=0, second=0, microsecond=0)
    return OutgoingMail.objects.filter(queued_at__gte=midnight, group=group, kind=INVITED)
