"""The baskets of a checklist: those to look at, each with what can be said of it, and those that ask for nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cabas.distributions.closing_cases import Case, Reason
from cabas.distributions.dues import due
from cabas.distributions.models import Basket
from cabas.distributions.views._act_key import fresh_key
from cabas.distributions.views._means_buttons import MeansButton, means_of
from cabas.money import Money
from cabas.payments.means import Means

ICONS = {
    Reason.NOT_COME: "user-x",
    Reason.UNPAID: "hourglass",
    Reason.TRANSFER_AWAITED: "landmark",
    Reason.PAID_TWICE: "copy",
}


@dataclass(frozen=True)
class CaseRow:
    """A basket to look at, with what can be said of it."""

    case: Case

    @property
    def basket(self) -> Basket:
        return self.case.basket

    @property
    def key(self) -> str:
        """Each case has a form of its own."""
        return fresh_key()

    @property
    def icon(self) -> str:
        return ICONS[self.case.reason]

    @property
    def buttons(self) -> list[MeansButton]:
        """The means by which it may have been paid."""
        if self.case.reason == Reason.TRANSFER_AWAITED:
            return [MeansButton(Means.TRANSFER)]
        return [MeansButton(means) for means in means_of(self.basket)]


@dataclass(frozen=True)
class SettledRow:
    """A basket that asks for nothing, with why; what somebody decided of it can be undone."""

    basket: Basket

    @property
    def is_decided(self) -> bool:
        return self.basket.absent_at is not None or self.basket.is_left_owed

    @property
    def key(self) -> str:
        return fresh_key()

    @property
    def words(self) -> str:
        basket = self.basket
        if basket.absent_at:
            return _("absent, panier annulé") if basket.forgiven else _("absent")
        if basket.is_left_owed and not due(basket).is_zero:
            return _("laissé dû")
        if basket.paid:
            return _("réglé")
        if basket.means == Means.CAGNOTTE:
            return _("servi, payé par la cagnotte") if basket.served_at else _("payé par la cagnotte")
        return _("servi, rien à payer") if basket.served_at else _("rien à remettre")

    @property
    def amount(self) -> Money:
        """What is owed of it, else what was received for it, or what the cagnotte paid."""
        basket = self.basket
        paid = basket.total if basket.means == Means.CAGNOTTE and not basket.forgiven else basket.paid
        return due(basket).due or paid


def settled_rows(baskets: Sequence[Basket], unsettled: Sequence[Case]) -> list[SettledRow]:
    """First those of which somebody decided, then the others, by number."""
    to_look_at = {case.basket.pk for case in unsettled}
    rows = [SettledRow(basket) for basket in baskets if basket.pk not in to_look_at]
    return sorted(rows, key=lambda row: not row.is_decided)
