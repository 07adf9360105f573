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
from cabas.people.names import search_form


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
    wanted = {email.strip().lower() for email in emails if email.strip()}
    return set(Adult.objects.filter(group=group, person__email__in=wanted).values_list("person__email", flat=True))


def _people(group: Group, households: Sequence[NewHousehold], at: datetime) -> list[list[User]]:
    """The persons of each household: those known by their e-mail, the others created, in two statements."""
    emails = [person.email for household in households for person in household.adults]
    for email in sorted(known_emails(group, emails)):
        raise AlreadyMember(email)
    wanted = [email.strip().lower() for email in emails if email.strip()]
    if len(set(wanted)) != len(wanted):
        raise AlreadyMember(next(email for email in wanted if wanted.count(email) > 1))
    users = {user.email: user for user in User.objects.filter(email__in=wanted)}
    households_people: list[list[User]] = []
    created: list[User] = []
    for household in households:
        adults = []
        for person in household.adults:
            email = person.email.strip().lower() or None
            user = users.get(email) if email else None
            if user is None:
                user = _new_user(person, email, at)
                created.append(user)
            adults.append(user)
        households_people.append(adults)
    User.objects.bulk_create(created)
    return households_people


def _new_user(person: NewPerson, email: str | None, at: datetime) -> User:
    user = User(
        email=email,
        first_name=person.first_name.strip(),
        last_name=person.last_name.strip(),
        phone=person.phone.strip(),
        joined_at=at,
    )
    user.search_name = search_form(user.full_name)
    user.set_unusable_password()
    return user
