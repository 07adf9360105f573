"""A household is edited whole: who is in it, and its address; nobody takes over a sign-in by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cabas.groups.examples import address_in
from cabas.groups.members import (
    NewHousehold,
    NewPerson,
    new_user,
    require_each_once,
    require_unknown,
    search_name,
    sort_name,
    written_emails,
)
from cabas.groups.models import Adult, Group, Membership
from cabas.groups.personal_data import Freedom, NotTheGroups, freedoms
from cabas.groups.roles import drop_roles
from cabas.ledger.locking import lock
from cabas.people.models import User, stored_email

ADDRESS = ("address1", "address2", "postcode", "city")


class HouseholdChanged(Exception):
    """Somebody else changed who is in the household since the page was opened."""

    def __str__(self) -> str:
        return _("Ce foyer a changé depuis l’ouverture de cette page. Rien n’a été enregistré\u202f: vérifiez-le.")


@dataclass(frozen=True)
class Edited:
    """The household as it is to be. `known` stands beside its adults: who each one is, None for somebody new."""

    household: NewHousehold
    known: Sequence[User | None]


@transaction.atomic
def edit_member(membership: Membership, edited: Edited, *, by: User, at: datetime) -> Membership:
    """Make the household what was written; who is in it and not written any more leaves it, without their roles.

    Raises `NotTheGroups`, `AlreadyMember`, `LeftBefore`, `HouseholdChanged`, `HoldsRoles`, `LastAdministrator`.
    """
    lock(membership.group.book_id)  # an e-mail is given once: whoever adds a member meanwhile waits
    here = Membership.objects.select_related("group").with_people().get(pk=membership.pk)
    before: list[User] = here.people
    if not {person for person in edited.known if person} <= set(before):
        raise HouseholdChanged
    require_each_once(written_emails([adult.email for adult in edited.household.adults]))
    free = freedoms(here.group, before, by=by)
    written = zip(edited.known, edited.household.adults, strict=True)
    people = [_person(here.group, person, typed, free, at) for person, typed in written]
    drop_roles(here.group, [person for person in before if person not in people], by=by, at=at)
    _seat(here, people)
    for name in ADDRESS:
        setattr(here, name, getattr(edited.household, name))
    here.search_name, here.sort_name = search_name(people), sort_name(people)
    here.save(update_fields=[*ADDRESS, "search_name", "sort_name"])
    return here


def _person(group: Group, person: User | None, typed: NewPerson, free: dict[int, Freedom], at: datetime) -> User:
    """Who this adult is: the same person with what was corrected, or the one whose e-mail was written."""
    email = stored_email(typed.email)
    if person is not None and email == person.email:
        return _corrected(person, typed, email, free[person.pk])
    if person is not None and not free[person.pk].identity:
        raise NotTheGroups("email", person, free[person.pk].why)
    email = address_in(group, email)
    if email:
        require_unknown(group, [email])
        known: User | None = User.objects.filter(email=email).first()
        if known is not None:
            return known
    if person is not None:
        return _corrected(person, typed, email, free[person.pk])
    joined = new_user(typed, email, at)
    joined.save()
    return joined


def _corrected(person: User, typed: NewPerson, email: str | None, free: Freedom) -> User:
    wanted = {
        "first_name": typed.first_name.strip(),
        "last_name": typed.last_name.strip(),
        "phone": typed.phone.strip(),
        "email": email,
    }
    changed = [name for name, value in wanted.items() if getattr(person, name) != value]
    for name in changed:
        if not (free.phone if name == "phone" else free.identity):
            raise NotTheGroups(name, person, free.why)
        setattr(person, name, wanted[name])
    if changed:
        person.save(update_fields=changed)
    return person


def _seat(membership: Membership, people: Sequence[User]) -> None:
    """These persons, in this order, are the adults of the household."""
    seated = [adult.person_id for adult in sorted(membership.adults.all(), key=lambda adult: adult.position)]
    if seated == [person.pk for person in people]:
        return
    Adult.objects.filter(membership=membership).delete()
    Adult.objects.bulk_create(
        Adult(group_id=membership.group_id, membership=membership, person=person, position=position)
        for position, person in enumerate(people, 1)
    )
