"""The words of each language are compiled for Django when what is written is newer.

`locale/fr` holds what Django itself says under a field, in our words: what is wrong, and what to write instead;
`locale/en` holds the English of every sentence of Cabas (`./cabas translations`).
"""

import os
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent / "locale"


def compile_what_is_newer() -> None:
    """Write the `.mo` that Django reads beside each `.po` that changed since. Several processes may do so at once."""
    for written in LOCALES.glob("*/LC_MESSAGES/django.po"):
        compiled = written.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime <= written.stat().st_mtime:
            _replace(compiled, _compiled(written))


def _compiled(written: Path) -> bytes:
    with written.open("rb") as file:
        catalog = read_po(file, locale=written.parts[-3])
    content = BytesIO()
    write_mo(content, catalog)
    return content.getvalue()


def _replace(file: Path, content: bytes) -> None:
    """In one move: who reads meanwhile finds the old one or the new one, whole."""
    with NamedTemporaryFile(dir=file.parent, delete=False) as unfinished:
        unfinished.write(content)
    os.chmod(unfinished.name, 0o644)  # whoever runs Cabas next may be somebody else
    os.replace(unfinished.name, file)
