"""The baskets of a checklist: those to look at, each with what can be said of it, and those that ask for nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.distributions.closing_cases import Case, Reason
from cabas.distributions.dues import due
from cabas.distributions.models import Basket, Receipt
from cabas.distributions.views._act_key import fresh_key
from cabas.distributions.views._means_buttons import MeansButton, means_of, said
from cabas.money import Money
from cabas.payments.means import Means
from cabas.ui.formats import euros

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
    def words(self) -> str:
        """Why it is to be looked at; where it was paid twice, how and by whom."""
        if self.case.reason == Reason.PAID_TWICE:
            return said_of(self._receipts)
        return str(self.case.reason.label)

    @property
    def keepable(self) -> list["Keep"]:
        """Which of its payments may be kept alone: of two that are the same, the first."""
        receipts = [receipt for receipt in self._receipts if receipt.payment.means == Means.ONLINE] or self._receipts
        if len(receipts) < len(self._receipts):  # what came by itself is not taken back here
            return [Keep(receipts[0])] if len(receipts) == 1 else []
        alike = {(receipt.payment.means, receipt.payment.amount.cents) for receipt in receipts}
        return [Keep(receipts[0], is_like_the_others=True)] if len(alike) == 1 else [Keep(each) for each in receipts]

    @property
    def makes_avoir(self) -> bool:
        """Is the account above zero with all that was received?"""
        return self.basket.balance + self.basket.later_total > Money(0)

    @property
    def _receipts(self) -> list[Receipt]:
        """Fetched by `case_rows`."""
        found: list[Receipt] = self.basket.receipts_shown  # type: ignore[attr-defined]
        return found

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
class Keep:
    """The button that keeps one of several payments."""

    receipt: Receipt
    is_like_the_others: bool = False

    @property
    def value(self) -> str:
        return f"keep:{self.receipt.pk}"

    @property
    def label(self) -> str:
        if self.is_like_the_others:
            return _("Garder un seul")
        payment = self.receipt.payment
        return _("Garder\u202f: %(means)s %(amount)s") % {"means": said(payment.means), "amount": euros(payment.amount)}


def said_of(receipts: Sequence[Receipt]) -> str:
    """« 2 encaissements : chèque par Lucie, espèces par Karim »."""
    each = [
        _("%(means)s par %(who)s") % {"means": said(receipt.payment.means), "who": who.first_name}
        if (who := receipt.payment.recorded_by)
        else said(receipt.payment.means)
        for receipt in receipts
    ]
    words = ngettext("%(count)s encaissement\u202f: %(each)s", "%(count)s encaissements\u202f: %(each)s", len(each))
    return words % {"count": len(each), "each": ", ".join(each)}


def case_rows(unsettled: Sequence[Case]) -> list[CaseRow]:
    """With the payments of what was paid twice: one statement more, where there is any."""
    twice = [case.basket for case in unsettled if case.reason == Reason.PAID_TWICE]
    live = Receipt.objects.live().select_related("payment__recorded_by").order_by("pk")
    prefetch_related_objects(twice, Prefetch("receipts", live, to_attr="receipts_shown"))
    return [CaseRow(case) for case in unsettled]


@dataclass(frozen=True)
class SettledRow:
    """A basket that asks for nothing, with why; what somebody decided of it can be undone."""

    basket: Basket

    @property
    def is_decided(self) -> bool:
        return self.basket.absent_at is not None or self.basket.is_left_owed or bool(self.basket.kept_amount)

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
        if basket.kept_amount:
            return _("réglé, %(amount)s en avoir") % {"amount": euros(basket.kept_amount)}
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
