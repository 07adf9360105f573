"""Under a field one reads our sentences, not those of the framework."""

from decimal import Decimal
from gettext import GNUTranslations
from io import BytesIO
from typing import Any

import pytest
from django import forms

from cabas.ui.wording import COMPILED, compiled


def messages(content: bytes) -> dict[Any, str]:
    """All but the heading, which says when and with what it was compiled."""
    catalog: dict[Any, str] = GNUTranslations(BytesIO(content))._catalog  # type: ignore[attr-defined]
    return {key: text for key, text in catalog.items() if key}


def test_what_django_reads_is_what_is_written() -> None:
    assert messages(COMPILED.read_bytes()) == messages(compiled())


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (forms.CharField(), "", "Remplissez cette case."),
        (forms.EmailField(), "x@", "Ce n’est pas une adresse e-mail. Écrivez-la comme prenom@exemple.fr."),
        (forms.CharField(max_length=2), "abc", "C’est trop long\u202f: 2 caractères au plus, il y en a 3."),
        (forms.CharField(max_length=1), "abc", "C’est trop long\u202f: 1 caractère au plus, il y en a 3."),
        (forms.IntegerField(max_value=9), "10", "C’est trop\u202f: 9 au plus."),
        (forms.IntegerField(min_value=1), "0", "C’est trop peu\u202f: 1 au moins."),
        (forms.IntegerField(), "x", "Écrivez un nombre entier, comme 12."),
        (forms.DecimalField(decimal_places=2), Decimal("1.234"), "2 chiffres au plus après la virgule."),
        (
            forms.CharField(),
            "a\x00",
            "Un caractère invisible s’est glissé ici\u202f: effacez, puis écrivez de nouveau.",
        ),
        (
            forms.ChoiceField(choices=[("a", "A")]),
            "b",
            "Ce choix n’est pas, ou n’est plus, dans la liste\u202f: prenez-en un autre.",
        ),
    ],
)
def test_a_field_says_what_is_wrong_and_what_to_write(field: forms.Field, typed: Any, said: str) -> None:
    with pytest.raises(forms.ValidationError) as fault:
        field.clean(typed)
    assert fault.value.messages == [said]
