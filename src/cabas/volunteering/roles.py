"""The roles of a group change for all distributions to come; one distribution may want more people, fewer, or none."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from cabas.distributions.models import Distribution
from cabas.volunteering.duties import needs_of
from cabas.volunteering.models import Adjustment, Duty, DutyRole
from cabas.volunteering.refusals import RoleInUse, RoleNameTaken


def save_role(role: DutyRole) -> DutyRole:
    """Add it, or change it. Raises `RoleNameTaken`."""
    try:
        with transaction.atomic():
            role.save()
    except IntegrityError:
        raise RoleNameTaken from None
    return role


@transaction.atomic
def remove_role(role: DutyRole, *, at: datetime) -> None:
    """It is asked for no more; who was in it stays in the past. Raises `RoleInUse`."""
    DutyRole.objects.select_for_update().get(pk=role.pk)
    coming = Duty.objects.filter(role=role, distribution__ends_at__gt=at).standing().count()
    if coming:
        raise RoleInUse(coming)
    DutyRole.objects.filter(pk=role.pk, removed_at=None).update(removed_at=at)


def restore_role(role: DutyRole) -> None:
    """It is asked for again. Raises `RoleNameTaken` where another has its name by now."""
    role.removed_at = None
    save_role(role)


@transaction.atomic
def adjust(distribution: Distribution, wanted: Mapping[int, int]) -> None:
    """For this distribution so many people in each of these roles, by their ids; what is usual is not written down."""
    Distribution.objects.select_for_update().get(pk=distribution.pk)
    Adjustment.objects.filter(distribution=distribution, role__in=wanted).delete()
    usual = {need.role: need.wanted for need in needs_of(distribution, also_none=True)}
    Adjustment.objects.bulk_create(
        Adjustment(group_id=distribution.group_id, distribution=distribution, role_id=role, people_wanted=people)
        for role, people in wanted.items()
        if role in usual and usual[role] != people
    )
