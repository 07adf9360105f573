"""At the stand one tap puts the fee of a household to renew on its account; whoever tapped may take it off again.

What is then owed is taken with the basket, as any old debt is (docs/decisions/0051).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cabas.distributions.models import Basket, Distribution
from cabas.distributions.refusals import DistributionValidated, PassageSold
from cabas.membership_fees.asking import Fee, fee_asked
from cabas.membership_fees.models import MembershipFee
from cabas.membership_fees.recording import ON_ACCOUNT, Asked, record_fees
from cabas.membership_fees.to_renew import ToRenew, to_renew
from cabas.membership_fees.undoing import undo_fees
from cabas.payments.models import PaymentSettings
from cabas.payments.reasons import UNDONE_AT_THE_STAND
from cabas.people.models import User


class FeeChanged(Exception):
    """The group asks another amount than the page showed, or nothing any more."""

    def __str__(self) -> str:
        return _("La cotisation a changé entre-temps\u202f: rien n’a été ajouté. Rouvrez le panier.")


@dataclass(frozen=True)
class Charged:
    """The fee that was put on the account, by its id."""

    pk: int
    fee: Fee


def to_renew_at(distribution: Distribution, baskets: Sequence[Basket]) -> ToRenew | None:
    """Whom the stand tells that their membership is to be renewed: where accounts are kept, until the evening is
    validated. One statement at most."""
    settings: PaymentSettings | None = getattr(distribution.group, "payment_settings", None)
    households = {
        basket.membership_id
        for basket in baskets
        if not (basket.membership.passage or basket.membership.left_on or basket.served_at)
    }
    if not households or settings is None or not settings.is_on or distribution.is_validated:
        return None
    return to_renew(distribution.group, households, on=distribution.day)


def mark_of(fee: Fee) -> str:
    """What its button sends: the year, and the cents that it shows."""
    return f"{fee.period.year}:{fee.amount.cents}"


def charge(basket: Basket, seen: str, *, key: str, by: User, at: datetime) -> Charged:
    """Put the fee of the evening's year on the account; `seen` is its mark. Counted once.

    Raises `FeeChanged`, `DistributionValidated`, `PassageSold`, `membership_fees.recording.RecordedAlready`.
    """
    _require_changeable(basket)
    fee = fee_asked(basket.group, on=basket.distribution.day)
    if fee is None or mark_of(fee) != seen:
        raise FeeChanged
    (made,) = record_fees(fee, [Asked(basket.membership, fee.amount)], key=key, by=by, at=at)
    return Charged(made, fee)


def charged_by(person: User, basket: Basket) -> "QuerySet[MembershipFee]":
    """What this person put on the account of this household without a payment: that is theirs to take off."""
    on_account = MembershipFee.objects.filter(way=ON_ACCOUNT, payment=None)
    return on_account.filter(group=basket.group, membership=basket.membership, recorded_by=person)


def take_off(basket: Basket, fee: MembershipFee, *, key: str, by: User, at: datetime) -> None:
    """Undo one of those that are `charged_by` this person. What was paid since stays on the account.

    Raises `DistributionValidated`, `membership_fees.undoing.NothingStands`.
    """
    _require_changeable(basket)
    undo_fees(basket.group, [fee.pk], why=UNDONE_AT_THE_STAND, key=key, by=by, at=at)


def _require_changeable(basket: Basket) -> None:
    if basket.distribution.is_validated:
        raise DistributionValidated
    if basket.membership.passage:
        raise PassageSold
