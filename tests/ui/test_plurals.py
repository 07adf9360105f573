"""« 0 foyer » in French, “0 households” in English."""

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import ngettext, npgettext

COUNTED = Template(
    "{% load i18n %}{% blocktranslate count n=n %}{{ n }} foyer{% plural %}{{ n }} foyers{% endblocktranslate %}"
)


def said(count: int) -> str:
    return ngettext("%(number)s foyer", "%(number)s foyers", count) % {"number": count}


@pytest.mark.parametrize(
    ("language", "counted"),
    [("fr", ["0 foyer", "1 foyer", "2 foyers"]), ("en", ["0 households", "1 household", "2 households"])],
)
def test_zero_is_singular_in_french_and_plural_in_english(language: str, counted: list[str]) -> None:
    with translation.override(language):
        assert [said(count) for count in range(3)] == counted


def test_a_template_and_a_sentence_with_a_context_count_alike() -> None:
    with translation.override("fr"):
        assert [COUNTED.render(Context({"n": count})) for count in range(3)] == ["0 foyer", "1 foyer", "2 foyers"]
        assert npgettext("un compte", "%s seul", "%s ensemble", 0) == "%s seul"
