"""A phone is kept as it was typed; it is compared and dialled by its digits, in the national form."""

import re

NOT_A_DIGIT = re.compile(r"\D+")


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
