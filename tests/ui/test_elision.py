"""A name after « de »."""

import pytest
from django.utils import translation

from cabas.ui.elision import of


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Awa Diop", "d’Awa Diop"),
        ("Élevage du Causse", "d’Élevage du Causse"),
        ("Œufs", "d’Œufs"),
        ("Yves", "d’Yves"),
        ("Yann", "de Yann"),
        ("Hugo", "de Hugo"),
        ("Nadia", "de Nadia"),
        ("123", "de 123"),
        ("", "de "),
    ],
)
def test_a_vowel_takes_the_apostrophe(name: str, said: str) -> None:
    with translation.override("fr"):
        assert of(name) == said
