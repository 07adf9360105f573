"""The address of a view is put together from the pattern that Django found for it once, whatever the numbers in it."""

import re
from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

PATTERNS_MAX = 2_048
PLAIN = re.compile(r"[A-Za-z0-9_-]+")
NUMBER = 918_273_645_000  # stands for any number while a pattern is found


def address(view: Any, values: dict[str, Any], current_app: str | None) -> str:
    """As `reverse` gives it, quickly where each value is a number from zero up or a plain word.

    Raises `NoReverseMatch`.
    """
    if isinstance(view, str) and all(_is_plain(value) for value in values.values()):
        kinds = tuple((name, type(value) is int) for name, value in values.items())
        if pattern := _pattern(get_urlconf(), get_script_prefix(), str(view), current_app, kinds):
            return pattern % values
    return reverse(view, kwargs=values, current_app=current_app)


def _is_plain(value: Any) -> bool:
    kind = type(value)
    return value >= 0 if kind is int else isinstance(value, str) and PLAIN.fullmatch(value) is not None


@lru_cache(maxsize=PATTERNS_MAX)
def _pattern(
    _urlconf: str | None, _prefix: str, view: str, current_app: str | None, kinds: tuple[tuple[str, bool], ...]
) -> str:
    """`/g/%(slug)s/compte/`, from the address of values that stand for others; empty where none is found so."""
    stand = {name: _stands(place, is_number=is_number) for place, (name, is_number) in enumerate(kinds)}
    try:
        pattern = reverse(view, kwargs=stand, current_app=current_app).replace("%", "%%")
    except NoReverseMatch:
        return ""
    for name, value in stand.items():
        if pattern.count(str(value)) != 1:
            return ""
        pattern = pattern.replace(str(value), f"%({name})s")
    return pattern


def _stands(place: int, *, is_number: bool) -> int | str:
    return NUMBER + place if is_number else f"stands-for-word-{place}-"
