"""A household that left comes back with the number and the account it had; roles are given anew."""

from django.db import transaction
from django.utils.translation import gettext as _

from cabas.groups.models import Membership
from cabas.ledger.locking import lock


class NeverLeft(Exception):
    """The household is in the group."""

    def __str__(self) -> str:
        return _("Ce foyer fait déjà partie du groupe.")


class MergedAway(Exception):
    """The people of this household are in another one."""

    def __init__(self, into: Membership) -> None:
        self.into = into

    def __str__(self) -> str:
        return _("Ce foyer a été réuni au n° %(number)s\u202f: c’est celui-là qui continue.") % {
            "number": self.into.number
        }


@transaction.atomic
def take_back(membership: Membership) -> Membership:
    """Take a household back, as of now. Raises `NeverLeft`, `MergedAway`."""
    lock(membership.group.book_id)
    here = Membership.objects.select_related("group").with_people().get(pk=membership.pk)
    if here.left_on is None:
        raise NeverLeft
    if here.merged_into is not None:
        raise MergedAway(here.merged_into)
    here.left_on = None
    here.save(update_fields=["left_on"])
    return here
