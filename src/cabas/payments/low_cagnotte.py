"""E16: a cagnotte that falls below the group's threshold is told to its member, once for each time it crosses it.

The letter is queued in the transaction of what took the money, whatever that was: an order, the scales, a correction.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Subquery
from django.utils.translation import gettext as _

from cabas.groups.models import Group, Membership
from cabas.ledger.models import Account
from cabas.mail.queueing import Letter, queue
from cabas.money import Money
from cabas.payments.cagnotte import has_cagnottes
from cabas.payments.models import PaymentSettings
from cabas.payments.topping_up import ways_to_top_up
from cabas.payments.transfer_references import TransferReference
from cabas.prepared import prepared
from cabas.ui.formats import euros
from cabas.ui.language import in_french

NOTHING = Money(0)


def tell_if_low(membership: Membership, taken: Money, *, at: datetime) -> None:
    """Once `taken` was taken from the account, inside the act that took it. One statement where nothing is told."""
    if taken <= NOTHING:
        return
    for settings in _with_threshold(membership.group_id, membership.account_id):
        letter = letter_if_low(membership, settings, settings.balance + taken, settings.balance)
        queue([letter] if letter else [], at=at)


def tell_all_if_low(group: Group, taken: Sequence[tuple[Membership, Money]], *, at: datetime) -> None:
    """The same of many members of a group, fetched `with_people`. One statement where the group sets no threshold."""
    lowered = [(member, amount) for member, amount in taken if amount > NOTHING]
    watching = PaymentSettings.objects.filter(group=group, low_balance_threshold__isnull=False)
    if not lowered or (settings := watching.select_related("group").first()) is None:
        return
    accounts = Account.objects.filter(pk__in=[member.account_id for member, _amount in lowered])
    balances = dict(accounts.values_list("pk", "balance"))
    letters = []
    for member, amount in lowered:
        member.group, after = group, balances[member.account_id]
        letters.append(letter_if_low(member, settings, after + amount, after))
    queue([letter for letter in letters if letter], at=at)


@in_french
def letter_if_low(membership: Membership, settings: PaymentSettings, before: Money, after: Money) -> Letter | None:
    """What is told of a cagnotte that goes from `before` to `after`; nothing where the threshold is not crossed."""
    threshold = settings.low_balance_threshold if has_cagnottes(settings) else None
    if threshold is None or not after < threshold <= before:
        return None
    left = euros(after)
    text = [
        _("Bonjour,"),
        "",
        _("votre cagnotte est à %(left)s.") % {"left": left},
        *_below_zero(after),
        "",
        _("Pour la créditer\u202f:"),
        *(f"- {way.sentence}" for way in ways_to_top_up(settings, TransferReference(membership.number))),
    ]
    return Letter(membership, "E16", _("Votre cagnotte est à %(left)s") % {"left": left}, "\n".join(text))


def _below_zero(balance: Money) -> list[str]:
    if balance >= NOTHING:
        return []
    return [_("Elle est passée sous zéro\u202f: vous devez %(owed)s au groupe.") % {"owed": euros(-balance)}]


@prepared
def _with_threshold(group: int, account: int) -> "QuerySet[Any]":
    """The settings of a group that set a threshold, with the `balance` of this account; else nothing."""
    balance = Account.objects.filter(pk=account).values("balance")
    watching = PaymentSettings.objects.filter(group=group, low_balance_threshold__isnull=False)
    return watching.annotate(balance=Subquery(balance)).select_related("group")
