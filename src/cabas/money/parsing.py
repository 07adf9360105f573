"""An amount typed by a person is read as French people write it: 12,5 or 12.50 or 1 234,50 €."""

import re

from django.utils.translation import gettext as _

from cabas.money.amount import Money

SPACES = re.compile(r"[\s\u00a0\u202f\u2009]")
IN_BRACKETS = re.compile(r"\((.+)\)€?")
AMOUNT = re.compile(r"([+\-\u2212]?)(\d{1,12})(?:[.,](\d{1,2}))?€?", re.ASCII)


class AmountUnreadable(ValueError):
    """What was typed is not an amount; the sentence says how to write one."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            _("Je ne comprends pas «\u202f%(text)s\u202f». Écrivez un montant comme 12,50.") % {"text": text}
        )


def parse_amount(text: str) -> Money:
    """The amount that this text says, in whole cents; `AmountUnreadable` otherwise."""
    written = AMOUNT.fullmatch(SPACES.sub("", text))
    if written is None:
        raise AmountUnreadable(text.strip())
    sign, euros, decimals = written.groups()
    cents = int(euros) * 100 + int((decimals or "").ljust(2, "0"))
    return Money(-cents if sign and sign != "+" else cents)


def parse_balance(text: str) -> Money:
    """The same in a list of balances, where (12,50) is what accountants write for −12,50."""
    in_brackets = IN_BRACKETS.fullmatch(SPACES.sub("", text))
    if in_brackets is None:
        return parse_amount(text)
    amount = parse_amount(in_brackets[1])
    if amount < Money.zero:
        raise AmountUnreadable(text.strip())
    return -amount
