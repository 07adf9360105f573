"""A balance that was taken over with others is of their group and of their day, and undone where the set is."""

from collections.abc import Iterator

from django.db.models import F, Q
from django.utils.translation import gettext as _

from cabas.groups.models import Group
from cabas.ledger.models import Transaction
from cabas.payments.models import OpeningBalance
from cabas.ui.formats import euros


def parted_from_their_set(group: Group) -> Iterator[tuple[Transaction, str]]:
    """The transactions of those that are not, each with what is wrong. One statement."""
    is_of_it = Q(opening_set__group=F("group"), opening_set__stood_on=F("stood_on"))
    is_undone_as_it = Q(opening_set__undone_at=None) | Q(undone_at__isnull=False)
    together = OpeningBalance.objects.filter(group=group, opening_set__isnull=False)
    wrong = together.exclude(is_of_it & is_undone_as_it).select_related("transaction", "opening_set").order_by("pk")
    for opening in wrong:
        number = opening.opening_set.number if opening.opening_set else ""
        message = _("la reprise de solde de %(amount)s n’est pas comme son ensemble, n° %(number)s.")
        yield opening.transaction, message % {"amount": euros(opening.amount), "number": number}
