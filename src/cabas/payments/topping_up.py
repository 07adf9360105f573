"""How a member tops up a cagnotte: by each means that the group takes for it, what to bring or what to do."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cabas.money import Money
from cabas.payments.means import ICON_OF, Means
from cabas.payments.models import PaymentSettings
from cabas.payments.transfer_references import TransferReference
from cabas.payments.transfers import transfer_to_make
from cabas.ui.formats import euros


@dataclass(frozen=True)
class WayToTopUp:
    """A means with its sentence: « Apportez un chèque de 30,00 € à l’ordre de Les Halles. »"""

    means: Means
    sentence: str

    @property
    def icon(self) -> str:
        return ICON_OF[self.means]

    @property
    def label(self) -> str:
        return str(self.means.label)


def ways_to_top_up(
    settings: PaymentSettings, reference: TransferReference, amount: Money | None = None
) -> list[WayToTopUp]:
    """Those of the group, in the order of the means, for this amount or any; the settings with their group.

    `reference`: under which a transfer of this member is known again.
    """
    transfer = transfer_to_make(settings, reference, amount)
    said = {
        "payee": settings.cheque_payee or settings.group.name,
        "transfer": transfer.in_a_sentence if transfer else "",
        "amount": euros(amount) if amount else "",
    }
    sentences = _with_amount() if amount else _without_amount()
    return [WayToTopUp(means, sentences[means] % said) for means in settings.tops_up_by if means in sentences]


def _with_amount() -> dict[Means, str]:
    return {
        Means.CHEQUE: _("Apportez un chèque de %(amount)s à l’ordre de %(payee)s."),
        Means.CASH: _("Apportez %(amount)s en espèces."),
        Means.TRANSFER: _("Faites un virement de %(transfer)s."),
        Means.TERMINAL: _("Payez %(amount)s par carte, à une distribution."),
        Means.ONLINE: _("Payez %(amount)s par carte en ligne, à la page «\u202fCréditer ma cagnotte\u202f»."),
    }


def _without_amount() -> dict[Means, str]:
    return {
        Means.CHEQUE: _("Apportez un chèque à l’ordre de %(payee)s."),
        Means.CASH: _("Apportez des espèces."),
        Means.TRANSFER: _("Faites un virement %(transfer)s."),
        Means.TERMINAL: _("Payez par carte, à une distribution."),
        Means.ONLINE: _("Payez par carte en ligne, à la page «\u202fCréditer ma cagnotte\u202f»."),
    }
