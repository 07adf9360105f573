"""A household joins a group with one account; a person already known to Cabas keeps their sign-in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cabas.clock import local_date
from cabas.groups.chart import Kind, member_code
from cabas.groups.models import Adult, Group, Membership
from cabas.ledger.books import open_accounts
from cabas.ledger.locking import lock
from cabas.people.models import User
from cabas.people.names import search_form, sort_form


class AlreadyMember(Exception):
    """This e-mail is that of a person who is a member of the group already."""

    def __init__(self, email: str) -> None:
        self.email = email

    def __str__(self) -> str:
        return _("%(email)s est déjà membre du groupe.") % {"email": self.email}


@dataclass(frozen=True)
class NewPerson:
    """A person to add. Without an e-mail the person has an account in the group but no sign-in."""

    first_name: str
    last_name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class NewHousehold:
    adults: Sequence[NewPerson]
    address1: str = ""
    address2: str = ""
    postcode: str = ""
    city: str = ""
    joined_at: datetime | None = field(default=None)


def add_member(group: Group, household: NewHousehold, *, at: datetime) -> Membership:
    """Add one household. Raises `AlreadyMember`."""
    return add_members(group, [household], at=at)[0]


@transaction.atomic
def add_members(group: Group, households: Sequence[NewHousehold], *, at: datetime) -> list[Membership]:
    """Add households in one set, numbered on from the last. Raises `AlreadyMember`; then none is added."""
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
            search_name=search_form(" ".join(person.full_name for person in adults)),
            sort_name=search_form(f"{adults[0].last_name} {adults[0].first_name}"),
        )
        for position, (household, account, adults) in enumerate(zip(households, accounts, people, strict=True), 1)
    )
    Adult.objects.bulk_create(
        Adult(group=group, membership=member, person=person, position=position)
        for member, adults in zip(members, people, strict=True)
        for position, person in enumerate(adults, 1)
    )
    return members


def known_emails(group: Group, emails: Sequence[str]) -> set[str]:
    """Those of these e-mails, in lower case, whose person is in the group already."""
    known = Adult.objects.filter(group=group, person__email__in=_written(emails))
    return {email for email in known.values_list("person__email", flat=True) if email}


def _written(emails: Sequence[str]) -> list[str]:
    return [email.strip().lower() for email in emails if email.strip()]


def _people(group: Group, households: Sequence[NewHousehold], at: datetime) -> list[list[User]]:
    """The persons of each household: those known by their e-mail, the others created, in three statements."""
    emails = _written([person.email for household in households for person in household.adults])
    _require_new(group, emails)
    users: dict[str | None, User] = {user.email: user for user in User.objects.filter(email__in=emails)}
    created: list[User] = []

    def person_of(person: NewPerson) -> User:
        email = person.email.strip().lower() or None
        if (known := users.get(email)) is not None:
            return known
        created.append(_new_user(person, email, at))
        return created[-1]

    people = [[person_of(person) for person in household.adults] for household in households]
    User.objects.bulk_create(created)
    return people


def _require_new(group: Group, emails: Sequence[str]) -> None:
    """No e-mail is that of a member, and none comes twice."""
    repeated = {email for email in emails if emails.count(email) > 1}
    for email in sorted(known_emails(group, emails) | repeated):
        raise AlreadyMember(email)


def _new_user(person: NewPerson, email: str | None, at: datetime) -> User:
    user = User(
        email=email,
        first_name=person.first_name.strip(),
        last_name=person.last_name.strip(),
        phone=person.phone.strip(),
        joined_at=at,
    )
    user.search_name = search_form(user.full_name)  # a bulk insert does not call `save()`
    user.sort_name = sort_form(first_name=user.first_name, last_name=user.last_name)
    user.set_unusable_password()
    return user
