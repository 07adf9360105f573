"""Every module states its rule in its first line: `./cabas rules` prints them all, an index that cannot drift."""

import ast
from collections.abc import Iterator
from pathlib import Path

from cabas.config.data_folder import PROJECT
from cabas.config.options import Options

SOURCE = PROJECT / "src" / "cabas"


def run(arguments: list[str]) -> int:
    """Print the index, room by room."""
    Options("rules").parse_args(arguments)
    room = ""
    for path, rule in rules():
        if path.parts[0] != room:
            room = path.parts[0]
            print(f"\n{room}/")
        print(f"  {'/'.join(path.parts[1:]):<34} {rule or '(sans règle)'}")
    return 0


def rules() -> Iterator[tuple[Path, str]]:
    """Path in `src/cabas` and first sentence of every module that holds code."""
    for path in sorted(SOURCE.rglob("*.py")):
        inside = path.relative_to(SOURCE)
        tree = ast.parse(path.read_text())
        if tree.body and len(inside.parts) > 1 and "migrations" not in inside.parts:
            yield inside, first_sentence(ast.get_docstring(tree) or "")


def first_sentence(docstring: str) -> str:
    """The first paragraph's first sentence, on one line."""
    paragraph = " ".join(docstring.split("\n\n")[0].split())
    end = paragraph.find(". ")
    return paragraph if end < 0 else paragraph[: end + 1]
