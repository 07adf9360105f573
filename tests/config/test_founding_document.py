"""The page that follows the founding document names tests that exist, for every sentence."""

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PAGE = (PROJECT / "docs" / "document-fondateur.md").read_text()
NAMED = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)


def test_each_test_that_it_names_exists() -> None:
    missing = [
        f"{path}::{name}"
        for path, name in NAMED
        if not (PROJECT / path).is_file() or (name and f"def {name}(" not in (PROJECT / path).read_text())
    ]
    assert missing == []


def test_each_sentence_has_its_test() -> None:
    sentences = [row for row in PAGE.splitlines() if row.startswith("| «")]
    assert [row for row in sentences if "::test_" not in row.split("|")[3]] == []
    assert len(sentences) == 32
