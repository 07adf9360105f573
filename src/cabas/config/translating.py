"""Every French sentence of the interface has its English one: `./cabas translations` gathers them, says what lacks.

The French sentence is the key. What the code no longer says is dropped from the file, what it says newly is added
empty; a test refuses an empty one. Nothing is guessed: no sentence is ever fuzzy.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from cabas.config.data_folder import PROJECT
from cabas.config.options import Options
from cabas.config.saying import count, say
from cabas.ui.wording import LOCALES

SOURCE = PROJECT / "src" / "cabas"
ENGLISH = LOCALES / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    **dict.fromkeys(("_", "_now", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("_count", "ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}

Key = tuple[str | tuple[str, str], str | None]


def run(arguments: list[str]) -> int:
    """Write the file anew from the code; return 1 while a sentence lacks its English one."""
    Options("translations").parse_args(arguments)
    catalog = updated(english(), said())
    ENGLISH.write_bytes(written(catalog))
    missing = [message for message in catalog if message.id and not is_translated(message)]
    for message in missing:
        say(f"{message.locations[0][0]} : {message.id if isinstance(message.id, str) else message.id[0]}")
    say(f"{count(len(catalog), 'phrase', 'phrases')}, {count(len(missing), 'sans anglais', 'sans anglais')}")
    return 1 if missing else 0


def english() -> Catalog:
    """The translation as it stands in the file."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def said() -> dict[Key, list[str]]:
    """Every sentence that Python and templates mark, and the files that say it."""
    found: dict[Key, list[str]] = {}
    for path in _files():
        for sentence, context in _marked(path):
            files = found.setdefault((sentence, context), [])
            if (name := path.relative_to(SOURCE).as_posix()) not in files:
                files.append(name)
    return found


def _files() -> Iterable[Path]:
    marked = (path for path in SOURCE.rglob("*") if path.suffix in (".py", ".html", ".txt"))
    return sorted(path for path in marked if "migrations" not in path.parts and path.is_file())


def _marked(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """A template is first read by Django itself, which turns its marks into calls."""
    text = path.read_text()
    if path.suffix != ".py":
        from django.utils.translation.template import templatize

        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    calls = extract("python", BytesIO(text.encode()), KEYWORDS)
    for _line, sentence, _comments, context in calls:
        yield (sentence if isinstance(sentence, str) else (sentence[0], sentence[1])), context


def updated(before: Catalog, sentences: dict[Key, list[str]]) -> Catalog:
    """The same translation for exactly these sentences."""
    catalog = Catalog(locale="en", project="Cabas", charset="utf-8", fuzzy=False)
    for (sentence, context), files in sentences.items():
        known = before.get(sentence, context)
        string = known.string if known is not None and known.id == sentence else None
        flags = {"python-format"} if "%(" in "".join(sentence) else set()
        catalog.add(sentence, string, locations=[(name, 0) for name in files], flags=flags, context=context)
    return catalog


def written(catalog: Catalog) -> bytes:
    """The file, without dates nor line numbers: only a change of words changes it."""
    content = BytesIO()
    write_po(content, catalog, include_lineno=False, omit_header=True, width=120)
    return HEADER + content.getvalue()


HEADER = b"""\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def is_translated(message: Message) -> bool:
    """Has every form its English words?"""
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(forms) and all(forms) and not message.fuzzy
