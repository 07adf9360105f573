"""A household joins a group with one account; a person already known to Cabas keeps their sign-in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cabas.clock import local_date
from cabas.groups.chart import Kind, member_code
from cabas.groups.examples import address_in
from cabas.groups.models import Adult, Group, Membership
from cabas.ledger.books import open_accounts
from cabas.ledger.locking import lock
from cabas.people.models import NAME_FORM_MAX, User
from cabas.people.names import search_form, sort_form

SEARCH_NAME_MAX, SORT_NAME_MAX = 400, 200  # as `Membership` stores them


class AlreadyMember(Exception):
    """This e-mail is that of a person who is a member of the group already, or comes twice (no membership then)."""

    def __init__(self, email: str, membership: Membership | None = None) -> None:
        self.email, self.membership = email, membership

    def __str__(self) -> str:
        if self.membership is None:
            return _("%(email)s est écrit deux fois\u202f: chaque personne a son e-mail.") % {"email": self.email}
        said = {"email": self.email, "name": self.membership.full_name, "number": self.membership.number}
        return _("%(email)s est déjà membre du groupe\u202f: %(name)s, n° %(number)s.") % said


class LeftBefore(AlreadyMember):
    """This e-mail is that of a person whose household has left the group: it is taken back rather than added anew."""

    membership: Membership

    def __str__(self) -> str:
        said = {"email": self.email, "name": self.membership.full_name, "number": self.membership.number}
        return _("%(email)s a quitté le groupe\u202f: %(name)s, n° %(number)s. Ce foyer y garde son compte.") % said


@dataclass(frozen=True)
class NewPerson:
    """A person to add. Without an e-mail the person has an account in the group but no sign-in.

    `known`: this very person, where it is not their address that says who they are.
    """

    first_name: str
    last_name: str
    email: str = ""
    phone: str = ""
    known: User | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class NewHousehold:
    adults: Sequence[NewPerson]
    address1: str = ""
    address2: str = ""
    postcode: str = ""
    city: str = ""
    joined_at: datetime | None = field(default=None)


def add_member(group: Group, household: NewHousehold, *, at: datetime) -> Membership:
    """Add one household. Raises `AlreadyMember`, `LeftBefore`."""
    return add_members(group, [household], at=at)[0]


@transaction.atomic
def add_members(group: Group, households: Sequence[NewHousehold], *, at: datetime) -> list[Membership]:
    """Add households in one set, numbered on from the last, all or none. Raises `AlreadyMember`, `LeftBefore`."""
    lock(group.book_id)  # numbers are given one group at a time
    people = _people(group, households, at)
    last = Membership.objects.filter(group=group).aggregate(last=Max("number"))["last"] or 0
    accounts = open_accounts(
        group.book, [(Kind.MEMBER, member_code(last + position)) for position, _each in enumerate(households, 1)]
    )
    members = Membership.objects.bulk_create(
        Membership(
            group=group,
            number=last + position,
            account=account,
            address1=household.address1,
            address2=household.address2,
            postcode=household.postcode,
            city=household.city,
            joined_on=local_date(household.joined_at or at),
            search_name=search_name(adults),
            sort_name=sort_name(adults),
        )
        for position, (household, account, adults) in enumerate(zip(households, accounts, people, strict=True), 1)
    )
    Adult.objects.bulk_create(
        Adult(group=group, membership=member, person=person, position=position)
        for member, adults in zip(members, people, strict=True)
        for position, person in enumerate(adults, 1)
    )
    return members


def search_name(adults: Sequence[User]) -> str:
    """The form in which a household is sought: every adult."""
    return search_form(" ".join(person.full_name for person in adults))[:SEARCH_NAME_MAX]


def sort_name(adults: Sequence[User]) -> str:
    """The form by which a household is sorted: name, then first name, of the first adult."""
    return search_form(f"{adults[0].last_name} {adults[0].first_name}")[:SORT_NAME_MAX]


def known_adults(group: Group, emails: Sequence[str]) -> list[Adult]:
    """The adults of the group, of households that left too, who have one of these e-mails."""
    sought = [address_in(group, email) for email in written_emails(emails)]
    known = Adult.objects.filter(group=group, person__email__in=sought).select_related("person", "membership")
    return list(known.prefetch_related("membership__adults__person").order_by("person__email"))


def require_unknown(group: Group, emails: Sequence[str]) -> None:
    """None of these e-mails is that of somebody of the group. Raises `AlreadyMember`, `LeftBefore`."""
    for adult in known_adults(group, emails):
        refusal = LeftBefore if adult.membership.left_on else AlreadyMember
        raise refusal(adult.person.email or "", adult.membership)


def require_each_once(emails: Sequence[str]) -> None:
    """Nobody shares an e-mail. Raises `AlreadyMember`."""
    for email in sorted({email for email in emails if emails.count(email) > 1}):
        raise AlreadyMember(email)


def written_emails(emails: Sequence[str]) -> list[str]:
    """Those that are not empty, as they are stored."""
    return [email.strip().lower() for email in emails if email.strip()]


def _people(group: Group, households: Sequence[NewHousehold], at: datetime) -> list[list[User]]:
    """The persons of each household: those known by their e-mail, the others created, in three statements."""
    adults = [person for household in households for person in household.adults]
    written = written_emails([person.email for person in adults if person.known is None])
    _require_new(group, written)
    emails = [address_in(group, email) for email in written]
    users: dict[str | None, User] = {user.email: user for user in User.objects.filter(email__in=emails)}
    created: list[User] = []

    def person_of(person: NewPerson) -> User:
        email = address_in(group, person.email)
        if (known := person.known or users.get(email)) is not None:
            return known
        created.append(new_user(person, email, at))
        return created[-1]

    people = [[person_of(person) for person in household.adults] for household in households]
    User.objects.bulk_create(created)
    return people


def _require_new(group: Group, emails: Sequence[str]) -> None:
    """No e-mail is that of a member, and none comes twice."""
    require_unknown(group, emails)
    require_each_once(emails)


def new_user(person: NewPerson, email: str | None, at: datetime) -> User:
    """A person who is not saved yet, with the forms that `save()` would write: a bulk insert does not call it."""
    user = User(
        email=email,
        first_name=person.first_name.strip(),
        last_name=person.last_name.strip(),
        phone=person.phone.strip(),
        joined_at=at,
    )
    user.search_name = search_form(user.full_name)[:NAME_FORM_MAX]
    user.sort_name = sort_form(first_name=user.first_name, last_name=user.last_name)[:NAME_FORM_MAX]
    user.set_unusable_password()
    return user
