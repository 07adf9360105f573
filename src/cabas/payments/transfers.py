"""What a member needs to make a transfer: to whom, how much, under which reference; and the code that banks' apps read.

The code is an EPC quick response code (EPC069-12, version 002): « virement SEPA », filled in. The reference goes in the
free text, which every bank shows on both statements.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from segno import helpers
from stdnum import iban

from cabas.money import Money
from cabas.payments.models import PaymentSettings
from cabas.payments.transfer_references import TransferReference
from cabas.ui.formats import euros

HOLDER_MAX = 70  # characters of a name in the code
DRAWN_KEPT = 512


@dataclass(frozen=True)
class TransferToMake:
    """`amount`: None where the member decides. `iban` is the compact one."""

    holder: str
    iban: str
    bic: str
    amount: Money | None
    reference: TransferReference

    @property
    def iban_in_groups(self) -> str:
        """« FR76 3000 6000 0112 3456 7890 189 »."""
        return str(iban.format(self.iban))

    @property
    def drawn(self) -> SafeString:
        """The code, inline; nothing without an amount, which a code must say."""
        if not self.amount:
            return SafeString("")
        return _drawn(self.holder, self.iban, self.bic, self.amount, str(self.reference))

    @property
    def in_a_sentence(self) -> str:
        """« Virement de 31,20 € à Les Paniers du Vallon, IBAN FR76 …, référence M47-P118-3. »"""
        said = {"holder": self.holder, "iban": self.iban_in_groups, "reference": self.reference}
        said["bic"] = _(", BIC %(bic)s") % {"bic": self.bic} if self.bic else ""
        if self.amount:
            said["amount"] = euros(self.amount)
            return _("%(amount)s à %(holder)s, IBAN %(iban)s%(bic)s, référence %(reference)s") % said
        return _("à %(holder)s, IBAN %(iban)s%(bic)s, référence %(reference)s") % said


def transfer_to_make(
    settings: PaymentSettings | None, reference: TransferReference, amount: Money | None
) -> TransferToMake | None:
    """To the account of the group, whose settings are fetched with it; None where it has not said which."""
    if settings is None or not settings.iban:
        return None
    holder = settings.account_holder or settings.group.name
    return TransferToMake(holder, settings.iban, settings.bic, amount, reference)


def code_of(transfer: TransferToMake) -> segno.QRCode:
    """The code of a transfer with an amount."""
    assert transfer.amount is not None
    return _code(transfer.holder, transfer.iban, transfer.bic, transfer.amount, str(transfer.reference))


def _code(holder: str, iban: str, bic: str, amount: Money, text: str) -> segno.QRCode:
    name = re.sub(r"\s+", " ", holder).strip()[:HOLDER_MAX]
    return helpers.make_epc_qr(name, iban, amount.euros, text=text, bic=bic or None, encoding="utf-8")


@lru_cache(maxsize=DRAWN_KEPT)
def _drawn(holder: str, iban: str, bic: str, amount: Money, text: str) -> SafeString:
    """Kept: a page is opened again and again, and drawing takes longer than writing it."""
    title = _("Code du virement\u202f: %(amount)s, référence %(reference)s") % {
        "amount": euros(amount),
        "reference": text,
    }
    code = _code(holder, iban, bic, amount, text)
    svg = code.svg_inline(title=title, border=4, light="#fff", svgclass="qr", lineclass=None, omitsize=True)
    return mark_safe(svg.replace("<svg ", '<svg role="img" ', 1))  # noqa: S308 # drawn here, its title escaped
