"""In French nothing and one are singular: « 0 foyer », « 1 foyer », « 2 foyers »; other languages count as they do.

Our French sentences are the keys of the translations, so no French file holds them; for what no file holds, gettext
counts as English does (« 0 foyers »). It asks its fallback first: that one counts as French does.
"""

from gettext import NullTranslations

from django.conf import settings
from django.utils.translation import trans_real


class SaidInFrench(NullTranslations):
    """What is written in the code, singular for less than two."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if abs(n) < 2 else msgid2


def count_as_french_does() -> None:
    """From now on; asked again, nothing changes."""
    french = trans_real.translation(settings.LANGUAGE_CODE)
    if not isinstance(french._fallback, SaidInFrench):  # type: ignore[attr-defined]
        french.add_fallback(SaidInFrench())
