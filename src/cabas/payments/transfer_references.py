"""Each member has a short reference for transfers, with a check character: a slip of the hand is refused, not guessed.

« M47-P » is the account of member 47, « M47-P118-3 » the basket of that member for distribution 118. Both numbers never
change, so what a member was told stays true. Spaces, hyphens and case do not count when it is read back.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from stdnum.iso7064 import mod_37_2

from cabas.groups.models import DIGITS_MAX, Group, Membership

# ISO 7064, a pure system over a prime: every mistyped character and every two that are swapped are found. These 23 are
# told apart in any writing: no O (0), I and L (1), Z (2), S (5), G (6), B (8), nor D, Q, U, V, W and Y.
ALPHABET = "0123456789ACEFHJKMNPRTX"
LOOKALIKES = str.maketrans("OILZSGB", "0112568")
SEPARATORS = re.compile(r"[\s\-\u2010-\u2015./]+")
NUMBER = rf"([1-9]\d{{0,{DIGITS_MAX - 1}}})"
COMPACT = re.compile(rf"M{NUMBER}(?:P{NUMBER})?([{ALPHABET}])", re.ASCII)
GAP = r"[ \-]?"
IN_A_LINE = re.compile(rf"(?<![A-Z0-9])M{GAP}{NUMBER}{GAP}(?:P{GAP}{NUMBER}{GAP})?([{ALPHABET}])(?![A-Z0-9])", re.ASCII)


class ReferenceUnreadable(Exception):
    """What was typed is no reference of a transfer: a character is wrong, missing, or two are swapped."""

    def __init__(self, typed: str) -> None:
        self.typed = typed

    def __str__(self) -> str:
        return _(
            "«\u202f%(typed)s\u202f» n’est pas une référence de virement\u202f: "
            "vérifiez chaque caractère, ou cherchez par le montant."
        ) % {"typed": self.typed}


@dataclass(frozen=True)
class TransferReference:
    """Of a member by their number; of their basket too where `distribution`, by its number, is said."""

    member: int
    distribution: int | None = None

    @property
    def compact(self) -> str:
        """« M47P1183 »: as it is kept and compared."""
        said = self._said
        return said + mod_37_2.calc_check_digit(said, alphabet=ALPHABET)

    @property
    def _said(self) -> str:
        return f"M{self.member}" + (f"P{self.distribution}" if self.distribution is not None else "")

    def __str__(self) -> str:
        """« M47-P118-3 »: as people read and type it."""
        parts = [f"M{self.member}", *([f"P{self.distribution}"] if self.distribution is not None else [])]
        return "-".join([*parts, self.compact[-1]])


def read_reference(text: str) -> TransferReference:
    """The reference that was typed; characters that look alike are read as the one that is used.

    Raises `ReferenceUnreadable`.
    """
    typed = SEPARATORS.sub("", text).upper().translate(LOOKALIKES)
    found = COMPACT.fullmatch(typed)
    if found is None or not _is_right(reference := _reference(found), found):
        raise ReferenceUnreadable(text.strip())
    return reference


def references_in(text: str) -> list[TransferReference]:
    """Those that stand in a line of a bank statement, each once; what only resembles one is passed over."""
    matches = IN_A_LINE.finditer(text.upper())
    found = [reference for match in matches if _is_right(reference := _reference(match), match)]
    return list(dict.fromkeys(found))


def references_typed(text: str) -> list[TransferReference]:
    """The one that was typed alone, else those that stand in the line; none where there is none.

    A name has no digit, and « Milo » is no reference.
    """
    if not any(character.isdecimal() for character in text):
        return []
    try:
        return [read_reference(text)]
    except ReferenceUnreadable:
        return references_in(text)


def members_by_reference(group: Group, text: str) -> list[Membership]:
    """The members of this group whom a typed reference, or a pasted line, names. One statement, none without one."""
    numbers = [reference.member for reference in references_typed(text)]
    if not numbers:
        return []
    named = Membership.objects.filter(group=group, number__in=numbers)
    return list(named.with_people().select_related("account").by_name())


def _reference(found: re.Match[str]) -> TransferReference:
    member, distribution, _check = found.groups()
    return TransferReference(int(member), int(distribution) if distribution else None)


def _is_right(reference: TransferReference, found: re.Match[str]) -> bool:
    return reference.compact[-1] == found.groups()[-1]
