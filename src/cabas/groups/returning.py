"""A household that left comes back with the number and the account it had; roles are given anew."""

from django.db import transaction
from django.utils.translation import gettext as _

from cabas.groups.models import Membership
from cabas.ledger.locking import lock


class NeverLeft(Exception):
    """The household is in the group."""

    def __str__(self) -> str:
        return _("Ce foyer fait déjà partie du groupe.")


@transaction.atomic
def take_back(membership: Membership) -> Membership:
    """Take a household back, as of now. Raises `NeverLeft`."""
    lock(membership.group.book_id)
    here = Membership.objects.select_related("group").with_people().get(pk=membership.pk)
    if here.left_on is None:
        raise NeverLeft
    here.left_on = None
    here.save(update_fields=["left_on"])
    return here
