"""Turning payments on debits, in one set, the baskets that are not distributed yet; they go off when all is settled.

While payments are off, orders are taken and handed out, and the accounts know nothing of them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.distributions.amending import said_quantity
from cabas.distributions.models import Basket, BasketChange
from cabas.groups.chart import Kind
from cabas.groups.models import Group
from cabas.ledger.acts import once
from cabas.ledger.models import Account, Book
from cabas.ledger.posting import Posting, credit, debit, post_all
from cabas.money import Money
from cabas.payments.means import is_promise
from cabas.payments.models import PaymentSettings
from cabas.people.models import User

NOTHING = Money(0)


class BalancesLeft(Exception):
    """Some members have a balance that is not zero."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __str__(self) -> str:
        return ngettext(
            "%(count)s membre n’est pas à jour\u202f: ramenez son solde à 0,00\u00a0€ d’abord.",
            "%(count)s membres ne sont pas à jour\u202f: ramenez leurs soldes à 0,00\u00a0€ d’abord.",
            self.count,
        ) % {"count": self.count}


class OrdersInProgress(Exception):
    """Baskets that were debited await the validation of their distribution."""

    def __str__(self) -> str:
        return _(
            "Des distributions sont à valider\u202f: leurs producteurs ne sont pas encore dus. Validez-les d’abord."
        )


def turn_on(group: Group, *, key: str, by: User, at: datetime) -> int:
    """Payments begin now; gives how many baskets were debited. Nothing happens where they are on already.

    A group that accepts no means yet accepts cheques, payable to itself: without a means nobody could order. Raises
    `ledger.acts.KeyReused`.
    """

    def perform(book: Book) -> dict[str, Any]:
        settings, _is_new = PaymentSettings.objects.get_or_create(group=group)
        if settings.is_on:
            return {"debited": 0}
        settings.since = at
        if not settings.accepted:
            settings.accepts_cheque, settings.cheque_payee = True, settings.cheque_payee or group.name
        settings.save()
        baskets = _not_distributed(group, at)
        _debit(baskets, str(settings.accepted[0]), book, key=key, by=by, at=at)
        return {"debited": len(baskets)}

    done = once(group.book, key=key, kind="turn payments on", asked={}, by=by.pk, at=at, perform=perform)
    debited: int = done.result["debited"]
    return debited


def turn_off(group: Group, *, key: str, by: User, at: datetime) -> None:
    """Payments end. Raises `BalancesLeft`, `OrdersInProgress`, and `ledger.acts.KeyReused`."""

    def perform(book: Book) -> dict[str, Any]:
        accounts = Account.objects.filter(book=book).exclude(balance=NOTHING)
        if left := accounts.filter(kind=Kind.MEMBER).count():
            raise BalancesLeft(left)
        if accounts.filter(kind=Kind.ORDERS_IN_PROGRESS).exists():
            raise OrdersInProgress
        PaymentSettings.objects.filter(group=group).update(since=None)
        return {}

    once(group.book, key=key, kind="turn payments off", asked={}, by=by.pk, at=at, perform=perform)


def _not_distributed(group: Group, at: datetime) -> list[Basket]:
    """The baskets that no account knows, of distributions that have not begun."""
    baskets = Basket.objects.filter(group=group, is_debited=False, distribution__starts_at__gte=at)
    return list(baskets.select_related("membership__account").prefetch_related("lines").order_by("pk"))


def _debit(baskets: Sequence[Basket], means: str, book: Book, *, key: str, by: User, at: datetime) -> None:
    """As if each had been ordered now; the means is the group's first until the member chooses another."""
    owing = [basket for basket in baskets if basket.total]
    orders = Account.objects.get(book=book, kind=Kind.ORDERS_IN_PROGRESS)
    postings = [
        Posting(
            f"basket {BasketChange.Kind.ORDER}",
            [debit(basket.membership.account, basket.total), credit(orders, basket.total)],
            key=f"{key}:{basket.pk}",
        )
        for basket in owing
    ]
    posted = dict(zip([basket.pk for basket in owing], post_all(book, postings, by=by.pk, at=at), strict=True))
    for basket in baskets:
        basket.is_debited, basket.version = True, basket.version + 1
        basket.means = means if basket.total else ""
        basket.is_announced = is_promise(basket.means)
    Basket.objects.bulk_update(baskets, ["is_debited", "version", "means", "is_announced"])
    BasketChange.objects.bulk_create(
        BasketChange(
            group_id=basket.group_id,
            basket=basket,
            transaction=posted[basket.pk],
            kind=BasketChange.Kind.ORDER,
            version=basket.version,
            amount=-basket.total,
            details=_lines(basket),
            by=by,
            at=at,
        )
        for basket in owing
    )


def _lines(basket: Basket) -> list[dict[str, Any]]:
    return [
        {"product": line.product_name, "from": "0", "to": said_quantity(line), "amount": -line.total.cents}
        for line in basket.current_lines
    ]
