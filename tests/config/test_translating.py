"""The interface is whole in English: each sentence that the code says, none that it no longer says, nothing guessed."""

import re
from collections.abc import Iterator

from babel.messages.catalog import Message

from cabas.config import translating

PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|</?\w+[^>]*>")


def sentences() -> Iterator[Message]:
    return (message for message in translating.english() if message.id)


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def test_every_sentence_of_the_code_is_in_the_file_and_no_other() -> None:
    """`./cabas translations` writes it anew."""
    assert {(message.id, message.context) for message in sentences()} == set(translating.said())


def test_no_sentence_lacks_its_english_and_none_is_fuzzy() -> None:
    assert [message.id for message in sentences() if not translating.is_translated(message)] == []


def test_what_is_put_into_a_sentence_is_put_into_its_english_too() -> None:
    differing = [
        message.id
        for message in sentences()
        if sorted(PLACES.findall(forms(message.id)[-1])) != sorted(PLACES.findall(forms(message.string)[-1]))
    ]
    assert differing == []


def test_what_is_not_translated_is_seen() -> None:
    assert not translating.is_translated(Message("Bonjour", ""))
    assert not translating.is_translated(Message(("un", "des"), ("one", "")))
    assert not translating.is_translated(Message("Bonjour", "Hello", flags=["fuzzy"]))
