"""What Django says under a field is said in our words: what is wrong, and what to write instead.

`locale/fr/LC_MESSAGES/django.po` holds them; run `python -m cabas.ui.wording` after a change, Django reads the `.mo`.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

MESSAGES = Path(__file__).parent / "locale" / "fr" / "LC_MESSAGES"
WRITTEN, COMPILED = MESSAGES / "django.po", MESSAGES / "django.mo"


def compiled() -> bytes:
    """The written messages, as Django reads them."""
    with WRITTEN.open("rb") as file:
        catalog = read_po(file, locale="fr")
    content = BytesIO()
    write_mo(content, catalog)
    return content.getvalue()


if __name__ == "__main__":
    COMPILED.write_bytes(compiled())
