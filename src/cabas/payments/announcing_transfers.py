"""A member announces a transfer to the account: what they were told is kept, and awaited until it comes or is given up.

Nothing is posted: the money counts once it is there. One is awaited at a time; announcing again replaces it.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cabas.groups.models import Membership
from cabas.ledger.locking import lock
from cabas.mail.queueing import Letter, queue
from cabas.money import Money
from cabas.payments.means import Means
from cabas.payments.models import AnnouncedTransfer, PaymentSettings
from cabas.payments.transfer_references import TransferReference
from cabas.payments.transfers import TransferToMake, transfer_to_make
from cabas.people.models import User
from cabas.prepared import prepared
from cabas.ui.formats import euros
from cabas.ui.language import in_french


class TransferNotTaken(Exception):
    """The group takes no transfers, or no more."""

    def __str__(self) -> str:
        return _("Le groupe ne prend pas les virements\u202f: rien n’a été annoncé. Demandez à la trésorerie.")


class NothingAnnounced(Exception):
    """A transfer of nothing."""

    def __str__(self) -> str:
        return _("Écrivez un montant d’au moins 0,01\u00a0€.")


@transaction.atomic
def announce_transfer(
    membership: Membership, settings: PaymentSettings, amount: Money, *, by: User, at: datetime
) -> AnnouncedTransfer:
    """Keep what the member is told, and tell it by mail; the same amount again changes nothing.

    The membership is fetched `with_people`, the settings with their group. Raises `TransferNotTaken`,
    `NothingAnnounced`.
    """
    if amount <= Money(0):
        raise NothingAnnounced
    reference = TransferReference(membership.number)
    transfer = transfer_to_make(settings, reference, amount)
    if transfer is None or Means.TRANSFER not in (*settings.accepted, *settings.tops_up_by):
        raise TransferNotTaken
    lock(membership.group.book_id)  # first: of two taps the second finds what the first announced
    standing = awaited_transfers(membership)
    if standing and standing[0].amount == amount:
        return standing[0]
    AnnouncedTransfer.objects.filter(pk__in=[one.pk for one in standing]).update(given_up_at=at)
    queue([_letter(membership, transfer, amount)], at=at)
    return AnnouncedTransfer.objects.create(
        group=membership.group,
        membership=membership,
        reference=reference.compact,
        amount=amount,
        announced_at=at,
        announced_by=by,
    )


def give_up_transfers(membership: Membership, *, at: datetime) -> int:
    """The member makes none after all: gives how many are awaited no more. One that comes counts all the same."""
    awaited = AnnouncedTransfer.objects.awaited().filter(membership=membership)
    return AnnouncedTransfer.objects.filter(pk__in=awaited.values("pk")).update(given_up_at=at)


def awaited_transfers(membership: Membership) -> list[AnnouncedTransfer]:
    """Those of this member that did not come yet, the newest first. One statement."""
    return list(_awaited(membership.pk))


@prepared
def _awaited(membership: int) -> "QuerySet[AnnouncedTransfer]":
    return AnnouncedTransfer.objects.awaited().filter(membership=membership).order_by("-pk")


@in_french
def _letter(membership: Membership, transfer: TransferToMake, amount: Money) -> Letter:
    """E4."""
    said = {"amount": euros(amount), "reference": transfer.reference}
    subject = _("Virement à faire\u202f: %(amount)s, référence %(reference)s") % said
    text = [
        _("Bonjour %(name)s,") % {"name": membership.people[0].first_name},
        _("virement à faire\u202f: %(transfer)s.") % {"transfer": transfer.in_a_sentence},
        _("Recopiez la référence dans le libellé\u202f: c’est elle qui dit que ce virement vient de vous."),
        _("Votre compte augmentera dès que la trésorerie l’aura vu arriver\u202f; vous recevrez alors un message."),
    ]
    return Letter(membership, "E4", subject, "\n\n".join(text))
