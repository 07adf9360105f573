"""Who asks to join becomes a member at once, or waits on the list; a stranger is never told who is a member.

Whoever is signed in is known by it. Of whoever is not, the address proves nothing: what concerns somebody whom Cabas
knows is written to that address, and the page answers the same to all.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Max

from cabas.groups.members import NewHousehold, NewPerson, add_member, known_adults
from cabas.groups.models import Adult, Group, Membership
from cabas.groups.returning import take_back
from cabas.joining import telling
from cabas.joining.models import JoiningRequest, Registration, welcome_of
from cabas.joining.registration import TAKING, NotTaking, registration_of
from cabas.ledger.locking import lock
from cabas.people.models import User, stored_email


@dataclass(frozen=True)
class Applicant:
    """What somebody said of themselves."""

    first_name: str
    last_name: str
    email: str
    phone: str = ""
    address1: str = ""
    address2: str = ""
    postcode: str = ""
    city: str = ""
    message: str = ""

    @property
    def household(self) -> NewHousehold:
        adult = NewPerson(self.first_name, self.last_name, self.email, self.phone)
        return NewHousehold([adult], self.address1, self.address2, self.postcode, self.city)


class Outcome(StrEnum):
    """What came of asking."""

    JOINED = "joined"
    WAITING = "waiting"
    WAITS_ALREADY = "waits already"
    IS_MEMBER = "is member"
    MUST_SIGN_IN = "must sign in"


@transaction.atomic
def apply(group: Group, applicant: Applicant, *, person: User | None, at: datetime) -> Outcome:
    """Answer somebody who asks to join; `person` where they are signed in. Raises `NotTaking`."""
    lock(group.book_id)  # one at a time: numbers, places on the list, and room for one more
    state = registration_of(group, welcome_of(group))
    if state not in TAKING:
        raise NotTaking(state)
    email = stored_email(applicant.email) or ""
    adult = _adult(group, email, person)
    if adult and adult.membership.left_on is None:
        return _told(Outcome.IS_MEMBER, group, email, person, at)
    if waiting := JoiningRequest.objects.filter(group=group, email=email).waiting().first():
        telling.received(waiting, at=at)
        return Outcome.WAITS_ALREADY
    if state == Registration.WAITING:
        telling.asked(put_on_list(group, applicant, email, at=at), at=at)
        return Outcome.WAITING
    if person is None and User.objects.filter(email=email).exists():
        return _told(Outcome.MUST_SIGN_IN, group, email, person, at)
    telling.joined(enter(group, applicant, adult, at=at), at=at)
    return Outcome.JOINED


def enter(group: Group, applicant: Applicant, adult: Adult | None, *, at: datetime) -> Membership:
    """A new household, or the one that had left. Under the lock."""
    member = take_back(adult.membership) if adult else add_member(group, applicant.household, at=at)
    here = Membership.objects.select_related("group").with_people().get(pk=member.pk)
    _remember_phone(here.people[0], applicant)
    return here


def put_on_list(group: Group, applicant: Applicant, email: str, *, at: datetime) -> JoiningRequest:
    """One more at its end. Under the lock."""
    last = JoiningRequest.objects.filter(group=group).aggregate(last=Max("number"))["last"] or 0
    said = {name: getattr(applicant, name).strip() for name in Applicant.__dataclass_fields__}
    return JoiningRequest.objects.create(group=group, number=last + 1, asked_at=at, **(said | {"email": email}))


def _adult(group: Group, email: str, person: User | None) -> Adult | None:
    """Who this is in the group, also of a household that left."""
    if person is not None:
        adults = Adult.objects.filter(group=group, person=person).select_related("person", "membership")
        return adults.first()
    return next(iter(known_adults(group, [email])), None)


def _remember_phone(person: User, applicant: Applicant) -> None:
    """Somebody whom Cabas knew without a phone gave one."""
    if applicant.phone and not person.phone and person.email == stored_email(applicant.email):
        person.phone = applicant.phone
        person.save(update_fields=["phone"])


def _told(outcome: Outcome, group: Group, email: str, person: User | None, at: datetime) -> Outcome:
    """Written to the address, where the page does not say it."""
    if person is None:
        (telling.already_member if outcome == Outcome.IS_MEMBER else telling.sign_in_first)(group, email, at=at)
    return outcome
