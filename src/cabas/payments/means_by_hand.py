"""What a group takes is what may be written by hand; whatever can be, where it takes nothing."""

from cabas.payments.means import WRITTEN_BY_HAND, Means
from cabas.payments.models import PaymentSettings


def means_by_hand(settings: PaymentSettings | None, last: str = "") -> list[Means]:
    """What a group takes, for orders or for cagnottes, and is written by hand; whatever is, where it takes nothing."""
    accepted = [*settings.accepted, *settings.tops_up_by] if settings else []
    return [means for means in WRITTEN_BY_HAND if means in accepted or means == last] or list(WRITTEN_BY_HAND)
