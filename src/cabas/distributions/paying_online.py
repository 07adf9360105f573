"""A basket is paid online on the provider's page, until orders close; what is received settles it, whatever happened.

The order stands before anybody is sent there. Paid, it is received for the basket; where the basket was emptied or its
distribution validated meanwhile, the money is an avoir on the account. Not paid, the order stays: the member pays again
or chooses another means until closing, after which it is a case to look at like any other.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from cabas.distributions.dues import due
from cabas.distributions.models import Basket, BasketCheckout
from cabas.distributions.paid_from_afar import credit_basket
from cabas.groups.models import Group
from cabas.ledger.locking import lock
from cabas.money import Money
from cabas.payments.means import Means
from cabas.payments.models import Payment
from cabas.payments.online import noticing
from cabas.payments.online.beginning import Wanted, close, may_go_on, open_page, write_down
from cabas.payments.online.interface import ProviderAway, ProviderRefusal
from cabas.payments.online.keys import NoKeys, provider_of
from cabas.payments.online.models import OnlinePayment
from cabas.people.models import User

Write = Callable[[OnlinePayment | None], tuple[OnlinePayment, bool]]


class NotToBePaidOnline(Exception):
    """Nothing of this basket is due by online card, or orders are closed."""

    def __str__(self) -> str:
        return _("Il n’y a rien à payer en ligne pour cette commande.")


def begin(basket: Basket, wanted: Wanted, *, by: User, at: datetime) -> OnlinePayment:
    """The page where this basket is paid: the one that is open already, or a new one.

    Raises `NotToBePaidOnline`, `keys.NoKeys`, `ProviderAway`, `ProviderRefusal`.
    """
    return go_on_or_open(latest(basket), partial(_write_down, basket, by=by, at=at), wanted, at=at)


def go_on_or_open(standing: OnlinePayment | None, write: Write, wanted: Wanted, *, at: datetime) -> OnlinePayment:
    """`standing`: the newest of this kind; `write` gives the payment to go on with, and whether it is new."""
    if standing is not None and standing.is_pending and standing.session_id:
        standing = look(standing, at=at)  # it may be paid already
    online, is_new = write(standing)
    if not is_new:
        return online
    if standing is not None and standing.is_pending:
        close_quietly(standing)
    return open_page(online, wanted)


@transaction.atomic
def _write_down(
    basket: Basket, standing: OnlinePayment | None, *, by: User, at: datetime
) -> tuple[OnlinePayment, bool]:
    """The payment to go on with, and whether it is new. Two taps at once: the second goes on with that of the first."""
    lock(basket.group.book_id)
    here = Basket.objects.with_amounts().select_related("distribution").get(pk=basket.pk)
    amount = due(here).due
    if here.means != Means.ONLINE or not amount or not here.distribution.is_open(at):
        raise NotToBePaidOnline
    if standing is not None and may_go_on(standing, amount):
        return standing, False
    online = write_down(basket.membership, amount, by=by, at=at)
    BasketCheckout.objects.create(group_id=basket.group_id, basket=here, online=online)
    return online, True


def latest(basket: Basket) -> OnlinePayment | None:
    """The online payment of this basket that counts: the newest."""
    found = OnlinePayment.objects.filter(checkout__basket=basket).select_related("group__book", "payment")
    return found.order_by("-pk").first()


def look(online: OnlinePayment, *, at: datetime) -> OnlinePayment:
    """Ask the provider what became of it, and write what is new. Raises `NoKeys`, `ProviderAway`, `ProviderRefusal`."""
    provider = provider_of(online.group)
    return noticing.refresh(online, provider, credited=credited, unpaid=is_still_wanted, at=at)


def close_quietly(online: OnlinePayment) -> None:
    """Where the provider does not answer the page stays open: what is paid there is credited all the same."""
    try:
        close(online)
    except (NoKeys, ProviderAway, ProviderRefusal):
        return


def look_at_notices(group: Group, *, at: datetime) -> int:
    """See `noticing.look_at`."""
    return noticing.look_at(group, credited=credited, unpaid=is_still_wanted, at=at)


def recover(group: Group, *, at: datetime) -> None:
    """See `noticing.recover`; pages of baskets that are paid otherwise by now are closed first."""
    of_baskets = OnlinePayment.objects.filter(group=group, checkout__isnull=False)
    for online in of_baskets.pending().exclude(session_id="").select_related("group"):
        if not is_still_wanted(online):
            close_quietly(online)
    noticing.recover(group, credited=credited, unpaid=is_still_wanted, at=at)


def credited(online: OnlinePayment, payment: Payment) -> None:
    """What was received is a receipt of its basket, while there is one to pay. Under the lock."""
    credit_basket(_basket_of(online), payment)


def is_still_wanted(online: OnlinePayment) -> bool:
    """Does the basket still wait for this payment, and for no other one begun since? Under the lock."""
    here = _basket_of(online)
    if here is None or here.means != Means.ONLINE or due(here).due == Money(0):
        return False
    newest = latest(here)
    return newest is not None and newest.pk == online.pk


def _basket_of(online: OnlinePayment) -> Basket | None:
    return Basket.objects.filter(checkouts__online=online).with_amounts().first()
