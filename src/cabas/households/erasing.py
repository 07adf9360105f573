"""A person is erased while the books stay: names, addresses, phones, sign-in and mails go, numbers and entries remain.

Accounts are kept ten years (code de commerce, art. L123-22): an entry then is of « personne effacée ».
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cabas.distributions.leaving import leave
from cabas.groups.members import search_name, sort_name
from cabas.groups.models import Adult, Group, Membership, RoleHolder
from cabas.groups.personal_data import freedoms
from cabas.groups.rights import Right, rights_of
from cabas.groups.roles import set_roles
from cabas.households.frozen_texts import take_out
from cabas.households.obstacles_to_erasing import Standing, households_of, standing_in_the_way
from cabas.joining.models import JoiningRequest
from cabas.ledger.locking import lock
from cabas.mail.models import ATTEMPTS_MAX, OutgoingMail
from cabas.people.models import User
from cabas.people.names import ERASED
from cabas.volunteering.models import Duty

KEPT_ROWS = {"stand.DayPass", "volunteering.Duty"}  # what was done stays, of nobody
ADDRESS = ("address1", "address2", "postcode", "city")


class SomethingStands(Exception):
    """Money, an order or an office waits: it is settled first."""

    def __init__(self, standing: list[Standing]) -> None:
        self.standing = standing

    def __str__(self) -> str:
        return " ".join(f"{one.group}\u202f: {one.words}" if one.group else one.words for one in self.standing)


class NotTheGroupsToErase(Exception):
    """Who belongs to another group, or looks after the installation, erases themselves."""

    def __str__(self) -> str:
        return _(
            "Cette personne est aussi ailleurs\u202f: elle seule peut effacer ses données, à la page "
            "«\u202fMes données\u202f». Retirez-la du groupe si elle le demande."
        )


class ErasedAlready(Exception):
    """There is nothing left of this person."""

    def __str__(self) -> str:
        return _("Cette personne est déjà effacée.")


def require_groups_to_erase(group: Group, person: User, *, by: User) -> None:
    """May `by`, who gives the roles of this group, erase this person? Raises `NotTheGroupsToErase`."""
    if by.pk == person.pk:
        return
    is_elsewhere = not freedoms(group, [person], by=by)[person.pk].phone
    if is_elsewhere or person.is_host or Right.GIVE_ROLES not in rights_of(by, group):
        raise NotTheGroupsToErase


@transaction.atomic
def erase(person: User, *, by: User, at: datetime) -> None:
    """Erase this person in all their groups, for good. Raises `ErasedAlready`, `SomethingStands`."""
    groups = _groups(person)
    for group in groups:
        lock(group.book_id)  # nobody orders, pays or gives roles meanwhile; always in the same order
    found = User.objects.select_for_update().get(pk=person.pk)
    if found.is_erased:
        raise ErasedAlready
    if standing := standing_in_the_way(found):
        raise SomethingStands(standing)
    households = households_of(found)
    _leave(found, households, groups, by, at)
    _forget_mails(found, [membership for membership, is_alone in households if is_alone])
    _forget_requests(found, [membership for membership, is_alone in households if is_alone])
    _drop_rows(found, at)
    take_out(found, groups)
    _empty(found)
    _unname([membership for membership, _is_alone in households])


def _groups(person: User) -> list[Group]:
    here = Q(pk__in=Adult.objects.filter(person=person).values("group"))
    here |= Q(pk__in=RoleHolder.objects.filter(person=person).values("group"))
    return list(Group.objects.filter(here).select_related("book").order_by("book"))


def _leave(
    person: User, households: list[tuple[Membership, bool]], groups: list[Group], by: User, at: datetime
) -> None:
    """Alone, the household goes with them; where somebody stays, it is theirs."""
    for membership, is_alone in households:
        if is_alone and membership.left_on is None:
            leave(membership, by=by, at=at)
        elif not is_alone:
            Adult.objects.filter(membership=membership, person=person).delete()
    for group in groups:
        set_roles(group, person, [], by=by, at=at)


def _forget_mails(person: User, alone: list[Membership]) -> None:
    """What was written to them keeps its kind and its day; what still waits never leaves."""
    theirs = Q(person=person) | Q(membership__in=alone)
    if person.email:
        theirs |= Q(to=person.email)
    mails = OutgoingMail.objects.filter(theirs)
    mails.filter(sent_at=None).update(attempts=ATTEMPTS_MAX)
    mails.update(to="", subject=_("Message effacé"), body="", attached=None, last_error="", reply_to="")


def _forget_requests(person: User, alone: list[Membership]) -> None:
    theirs = Q(membership__in=alone)
    if person.email:
        theirs |= Q(email=person.email)
    nothing = dict.fromkeys(("last_name", "email", "phone", *ADDRESS, "message"), "")
    JoiningRequest.objects.filter(theirs).update(first_name=ERASED, **nothing)


def _drop_rows(person: User, at: datetime) -> None:
    """What only a person who is there has: preferences, drafts of imports, what is to come."""
    Duty.objects.filter(person=person, distribution__starts_at__gte=at).delete()
    EmailAddress.objects.filter(user=person).delete()
    for model in apps.get_models():
        fields = {field.name: field for field in model._meta.concrete_fields}
        if "group" not in fields or model._meta.label in KEPT_ROWS:
            continue
        for field in fields.values():
            if field.related_model is User and getattr(field.remote_field, "on_delete", None) is models.CASCADE:
                model._base_manager.filter(**{field.name: person}).delete()


def _empty(person: User) -> None:
    person.first_name, person.last_name, person.phone, person.email = ERASED, "", "", None
    person.language = person.refused_email = ""
    person.email_refused_at = person.last_login = None
    person.is_host = False
    person.set_unusable_password()  # every session of theirs ends by it
    person.save()


def _unname(households: list[Membership]) -> None:
    """How the households are sought and sorted, and where they live: nothing of it where nobody is left."""
    for household in Membership.objects.filter(pk__in=[one.pk for one in households]).with_people():
        people: list[User] = household.people
        household.search_name, household.sort_name = search_name(people), sort_name(people)
        if all(one.is_erased for one in people):
            for name in ADDRESS:
                setattr(household, name, "")
        household.save(update_fields=["search_name", "sort_name", *ADDRESS])
