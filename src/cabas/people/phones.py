"""A phone is kept as it was typed; it is compared and dialled by its digits, and shown in pairs as French people do."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cabas.ui.formats import NO_BREAK

NOT_A_DIGIT = re.compile(r"[^0-9]+")
ONE_NUMBER = re.compile(r"\+?[0-9\s.()-]+")
NATIONAL_DIGITS = 10
FOREIGN_DIGITS_MIN, FOREIGN_DIGITS_MAX = 7, 15  # 15: ITU-T E.164


def digits(phone: str) -> str:
    """The digits of a French or foreign number: « +33 6 12 34 56 78 » and « 06.12.34.56.78 » give `0612345678`."""
    typed = phone.replace("(0)", "").strip()
    found = NOT_A_DIGIT.sub("", typed)
    if found.startswith("0033"):
        return "0" + found[4:]
    if typed.startswith("+33"):
        return "0" + found[2:]
    return found


def dialled(phone: str) -> str:
    """What a `tel:` link carries: the digits, with the plus of a foreign number kept."""
    found = digits(phone)
    return f"+{found}" if phone.strip().startswith("+") and not found.startswith("0") else found


def written(phone: str) -> str:
    """« 06 12 34 56 78 » for a French number, however it was typed; any other as it was typed."""
    found = digits(phone)
    if not _is_national(found) or not ONE_NUMBER.fullmatch(phone.strip()):
        return phone
    return NO_BREAK.join(found[place : place + 2] for place in range(0, NATIONAL_DIGITS, 2))


def in_a_cell(phone: str) -> str:
    """The same with spaces: a spreadsheet takes ten digits in a row for a number, and drops the zero before them."""
    return written(phone).replace(NO_BREAK, " ")


def validate_phone(phone: str) -> None:
    """One number that can be dialled, French or with the code of its country. Raises ValidationError."""
    found = digits(phone)
    is_one = ONE_NUMBER.fullmatch(phone.strip()) and (_is_national(found) or _is_foreign(phone, found))
    if not is_one:
        raise ValidationError(
            _("Écrivez un seul numéro, comme 06 12 34 56 78, ou avec l’indicatif du pays, comme +32 2 123 45 67.")
        )


def _is_national(found: str) -> bool:
    return len(found) == NATIONAL_DIGITS and found.startswith("0")


def _is_foreign(phone: str, found: str) -> bool:
    has_code = found.startswith("00") or (phone.strip().startswith("+") and not found.startswith("0"))
    return has_code and FOREIGN_DIGITS_MIN <= len(found.removeprefix("00")) <= FOREIGN_DIGITS_MAX
