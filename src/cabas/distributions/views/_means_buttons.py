"""The means that can be taken for a basket, as buttons and in words."""

from dataclasses import dataclass

from cabas.distributions.models import Basket
from cabas.payments.means import AT_THE_STAND, ICON_OF, Means
from cabas.payments.models import PaymentSettings


@dataclass(frozen=True)
class MeansButton:
    value: str

    @property
    def label(self) -> str:
        return str(Means(self.value).label)

    @property
    def icon(self) -> str:
        return ICON_OF[self.value]


def means_of(basket: Basket) -> list[str]:
    """What can be taken for it, the announced means first."""
    settings: PaymentSettings | None = getattr(basket.group, "payment_settings", None)
    accepted = [means for means in (settings.accepted if settings else []) if means in AT_THE_STAND]
    announced = [basket.means] if basket.means in AT_THE_STAND else []
    return announced + [str(means) for means in accepted if means != basket.means]


def said(means: str) -> str:
    """« chèque », in a sentence."""
    return str(Means(means).label).lower()
