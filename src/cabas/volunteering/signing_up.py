"""Members sign up for a role and off again, until shortly before; the coordination puts anybody on and off.

The distribution is locked while places are counted: of two who want the last one, one gets it.
"""

from datetime import datetime, timedelta

from django.db import transaction

from cabas.clock import local_date
from cabas.distributions.models import Distribution, Validation
from cabas.groups.models import Adult
from cabas.people.models import User
from cabas.volunteering.duties import needs_of, settings_of
from cabas.volunteering.models import Duty, DutyRole, DutySettings
from cabas.volunteering.refusals import (
    DutiesOver,
    NotNeeded,
    NotOfTheGroup,
    NotYetOpen,
    PlacesTaken,
    TooLateToLeave,
)

MISTAKE = timedelta(hours=1)  # so long after signing up one may always sign off again


def is_open(distribution: Distribution, settings: DutySettings, at: datetime) -> bool:
    """May members sign up by now?"""
    return local_date(at) >= distribution.day - settings.opens


def may_leave(distribution: Distribution, settings: DutySettings, at: datetime) -> bool:
    """May members still sign off by themselves?"""
    return local_date(at) <= distribution.day - settings.leave


@transaction.atomic
def sign_up(distribution: Distribution, role: DutyRole, person: User, *, at: datetime) -> Duty:
    """A member takes a place; twice is once. Raises a `DutyRefusal`."""
    here, settings = _locked(distribution), settings_of(distribution.group)
    _require_changing(here)
    if here.ends_at <= at:
        raise DutiesOver
    if not is_open(here, settings, at):
        raise NotYetOpen(here.day - settings.opens)
    if standing := Duty.objects.filter(distribution=here, role=role, person=person).first():
        return standing
    need = next((need for need in needs_of(here, person) if need.role == role.pk), None)
    if need is None or not need.wanted:
        raise NotNeeded
    if not need.missing:
        raise PlacesTaken
    return _placed(here, role, person, by=person, at=at)


@transaction.atomic
def sign_off(distribution: Distribution, role: DutyRole, person: User, *, at: datetime) -> None:
    """A member gives the place back; twice is once. Raises `DutiesOver`, `TooLateToLeave`."""
    here = _locked(distribution)
    _require_changing(here)
    duty = Duty.objects.filter(distribution=here, role=role, person=person).first()
    if duty is None:
        return
    if here.ends_at <= at:
        raise DutiesOver
    just_now = duty.signed_up_by_id == person.pk and at - duty.signed_up_at < MISTAKE
    if not just_now and not may_leave(here, settings_of(distribution.group), at):
        raise TooLateToLeave
    duty.delete()


@transaction.atomic
def put_on(distribution: Distribution, role: DutyRole, person: User, *, by: User, at: datetime) -> Duty:
    """The coordination puts somebody there, early, late, or as one more than wanted. Raises `DutiesOver`,
    `NotOfTheGroup`."""
    here = _locked(distribution)
    _require_changing(here)
    if standing := Duty.objects.filter(distribution=here, role=role, person=person).first():
        return standing
    return _placed(here, role, person, by=by, at=at)


@transaction.atomic
def take_off(distribution: Distribution, role: DutyRole, person: User) -> bool:
    """The coordination takes somebody off; False where they were not there. Raises `DutiesOver`."""
    here = _locked(distribution)
    _require_changing(here)
    gone, _by_model = Duty.objects.filter(distribution=here, role=role, person=person).delete()
    return bool(gone)


def _locked(distribution: Distribution) -> Distribution:
    return Distribution.objects.select_for_update().get(pk=distribution.pk)


def _require_changing(distribution: Distribution) -> None:
    """Until it is validated, who was there may be put right."""
    if distribution.is_cancelled or Validation.objects.live().filter(distribution=distribution).exists():
        raise DutiesOver


def _placed(distribution: Distribution, role: DutyRole, person: User, *, by: User, at: datetime) -> Duty:
    here = Adult.objects.filter(group=distribution.group_id, person=person, membership__left_on__isnull=True)
    if not here.exists():
        raise NotOfTheGroup
    return Duty.objects.create(
        group_id=distribution.group_id,
        distribution=distribution,
        role=role,
        person=person,
        signed_up_at=at,
        signed_up_by=by,
    )
