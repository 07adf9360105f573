"""« de Nadia », « d’Awa »: a name after « de » takes an apostrophe before a vowel; « of Awa » in English.

A « y » before a consonant is a vowel (« d’Yves », « de Yann »); an « h » is not one: « de Hugo » is never wrong, while
« d’Hassan » is.
"""

import unicodedata

from django.utils.translation import gettext as _

VOWELS = set("aeiouæœ")


def of(name: object) -> str:
    """The name with its « de », to be put into a sentence that has none."""
    said = {"name": name}
    return _("d’%(name)s") % said if _begins_with_a_vowel(str(name)) else _("de %(name)s") % said


def _begins_with_a_vowel(name: str) -> bool:
    letters = unicodedata.normalize("NFD", name.strip().casefold())
    first, *rest = [letter for letter in letters[:6] if not unicodedata.combining(letter)] or [""]
    if first == "y":
        return bool(rest) and rest[0].isalpha() and rest[0] not in VOWELS
    return first in VOWELS
