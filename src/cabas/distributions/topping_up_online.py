"""A cagnotte is topped up on the provider's page too: what is paid there goes to the account, for no basket.

It follows the ways of a basket that is paid online (`paying_online`): written down first, asked of the provider,
credited once. One that comes to nothing takes nothing with it: nobody is told.
"""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from cabas.distributions.paying_online import go_on_or_open
from cabas.groups.models import Membership
from cabas.ledger.locking import lock
from cabas.money import Money
from cabas.payments.means import Means
from cabas.payments.models import PaymentSettings
from cabas.payments.online.beginning import Wanted, may_go_on, write_down
from cabas.payments.online.models import OnlinePayment
from cabas.people.models import User


class NotToppedUpOnline(Exception):
    """The group takes no online cards for its cagnottes, or nothing is to be paid."""

    def __str__(self) -> str:
        return _("Il n’y a rien à payer par carte en ligne\u202f: créditez votre cagnotte d’une autre façon.")


def begin_top_up(
    membership: Membership, settings: PaymentSettings, amount: Money, wanted: Wanted, *, by: User, at: datetime
) -> OnlinePayment:
    """The page where so much is paid: the one that is open for it already, or a new one.

    Raises `NotToppedUpOnline`, `keys.NoKeys`, `ProviderAway`, `ProviderRefusal`.
    """
    if Means.ONLINE not in settings.tops_up_by or amount <= Money(0):
        raise NotToppedUpOnline
    write = partial(_write_down, membership, amount, by=by, at=at)
    return go_on_or_open(latest_top_up(membership), write, wanted, at=at)


@transaction.atomic
def _write_down(
    membership: Membership, amount: Money, standing: OnlinePayment | None, *, by: User, at: datetime
) -> tuple[OnlinePayment, bool]:
    """Two taps at once: the second goes on with the payment of the first."""
    lock(membership.group.book_id)
    newest = latest_top_up(membership)
    if newest is not None and may_go_on(newest, amount):
        return newest, False
    return write_down(membership, amount, by=by, at=at), True


def latest_top_up(membership: Membership) -> OnlinePayment | None:
    """The newest online payment of this member that was begun for no basket."""
    found = OnlinePayment.objects.filter(membership=membership, checkout__isnull=True)
    return found.select_related("group__book", "payment").order_by("-pk").first()
