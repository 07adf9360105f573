"""Names are sought and sorted without accents, capitals, hyphens or apostrophes, the same on every database."""

import re
import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})
ERASED = "personne effacée"  # the first name of somebody whose details were erased: entries stay, of nobody
NOT_A_LETTER = re.compile(r"[\W_]+")


def search_form(text: str) -> str:
    """The form in which a name is stored to be sought: « Zoé  L’Hœst-Élan » gives `zoe l hoest elan`."""
    decomposed = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    without_accents = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return NOT_A_LETTER.sub(" ", without_accents.casefold()).strip()


def sort_form(*, first_name: str, last_name: str) -> str:
    """The key that sorts people by name, then first name: « Petit, Zoé » stands before « Petit Jean, Alice ».

    Zeros stand for the spaces, because some PostgreSQL collations ignore spaces and all put digits before letters.
    """
    return f"{search_form(last_name)}  {search_form(first_name)}".strip().replace(" ", "0")
