"""A household enters its second adult itself, with an address and a sign-in of their own, and takes them out again.

The first adult may take the second out; the second may go. Whose an address already is in the group is not said.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cabas.groups.editing import Edited, edit_member
from cabas.groups.examples import address_in
from cabas.groups.members import NewHousehold, NewPerson
from cabas.groups.models import Adult, Membership
from cabas.households.first_entrance import invitation_to
from cabas.ledger.locking import lock
from cabas.mail.queueing import Letter, queue
from cabas.people.models import User
from cabas.ui.language import in_french

ADULTS_MAX = 2
CHANGED = "E31"


class HouseholdFull(Exception):
    """Two adults are in it."""

    def __str__(self) -> str:
        return _("Ce foyer a déjà deux adultes\u202f: retirez d’abord l’un des deux.")


class OneAddressForTwo(Exception):
    """Each signs in with an address of their own."""

    def __str__(self) -> str:
        return _("C’est votre adresse\u202f: à deux, chaque personne a la sienne. Laissez vide s’il n’y en a qu’une.")


class AddressTaken(Exception):
    """Somebody of another household has it. Who is not said: it is no member's to know."""

    def __str__(self) -> str:
        return _(
            "Cette adresse est déjà celle d’une personne d’un autre foyer du groupe. Écrivez-en une autre, ou demandez "
            "à la coordination de réunir les deux foyers."
        )


class NotTheirsToRemove(Exception):
    """The second adult goes alone; the first stays as long as there is a household."""

    def __str__(self) -> str:
        return _("Vous pouvez sortir de ce foyer\u202f; retirer l’autre personne revient à elle, ou à la coordination.")


@transaction.atomic
def add_second_adult(membership: Membership, adult: NewPerson, *, by: User, origin: str, at: datetime) -> User:
    """Add this person to the household of `by`, and invite them where they have an address.

    Raises `HouseholdFull`, `OneAddressForTwo`, `AddressTaken`.
    """
    lock(membership.group.book_id)
    here = _fresh(membership)
    people: list[User] = here.people
    if len(people) >= ADULTS_MAX:
        raise HouseholdFull
    email = address_in(here.group, adult.email)
    if email and email in [person.email for person in people]:
        raise OneAddressForTwo
    if email and Adult.objects.filter(group=here.group_id, person__email=email).exists():
        raise AddressTaken
    kept = edit_member(here, _edited(here, people, adult), by=by, at=at)
    here = _fresh(kept)
    second: User = here.people[-1]
    if second.email and second.last_login is None:
        queue([invitation_to(here, second, origin=origin)], at=at)
    elif second.email:
        queue([_told(here, second, by)], at=at)
    return second


@transaction.atomic
def remove_second_adult(membership: Membership, person: User, *, by: User, at: datetime) -> None:
    """Take this adult out of the household; the other stays with its number and its account, and both are told.

    Raises `NotTheirsToRemove`, `groups.roles.HoldsRoles`, `LastAdministrator`.
    """
    lock(membership.group.book_id)
    here = _fresh(membership)
    people: list[User] = here.people
    if person.pk not in removable_by(by, people):
        raise NotTheirsToRemove
    queue([_gone(here, person, by)], at=at)
    edit_member(here, _edited(here, [one for one in people if one != person]), by=by, at=at)


def removable_by(person: User, people: list[User]) -> list[int]:
    """Whom this person may take out of a household of these people, the first first: their ids."""
    if len(people) < ADULTS_MAX:
        return []
    return [one.pk for one in people if person in (one, people[0])]


def _fresh(membership: Membership) -> Membership:
    return Membership.objects.select_related("group__book").with_people().get(pk=membership.pk)


def _edited(here: Membership, people: list[User], joining: NewPerson | None = None) -> Edited:
    """The household with these people as they are, and perhaps one more."""
    adults = [NewPerson(one.first_name, one.last_name, one.email or "", one.phone) for one in people]
    known: list[User | None] = [*people]
    if joining is not None:
        adults.append(joining)
        known.append(None)
    return Edited(NewHousehold(adults, here.address1, here.address2, here.postcode, here.city), known)


@in_french
def _told(here: Membership, second: User, by: User) -> Letter:
    """Who signs in already, elsewhere, is told where else they now belong."""
    said = {"name": second.first_name, "by": by.full_name, "group": here.group.name, "number": here.number}
    text = _("%(by)s vous a ajouté à son foyer dans %(group)s, n° %(number)s. Vous y entrez avec votre adresse.")
    words = [_("Bonjour %(name)s,") % said, text % said]
    return Letter(here, CHANGED, _("Vous êtes dans un foyer du groupe"), "\n\n".join(words), only=second)


@in_french
def _gone(here: Membership, person: User, by: User) -> Letter:
    said = {"name": person.full_name, "number": here.number, "by": by.full_name}
    words = [
        _("%(name)s ne fait plus partie du foyer n° %(number)s, à la demande de %(by)s.") % said,
        _("Le numéro, le compte et l’historique restent à ce foyer. La connexion reste, pour d’autres groupes."),
    ]
    return Letter(here, CHANGED, _("Votre foyer a changé"), "\n\n".join(words))
