"""Under a field one reads our sentences, not those of the framework."""

import os
from decimal import Decimal
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import pytest
from django import forms

from cabas.ui import wording

HEADING = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


def test_words_are_compiled_when_what_is_written_is_newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    monkeypatch.setattr(wording, "LOCALES", tmp_path)
    written, compiled = folder / "django.po", folder / "django.mo"
    written.write_text(HEADING + 'msgid "Save"\nmsgstr "Enregistrer"\n')
    wording.compile_what_is_newer()
    assert GNUTranslations(compiled.open("rb")).gettext("Save") == "Enregistrer"
    written.write_text(HEADING + 'msgid "Save"\nmsgstr "Garder"\n')
    os.utime(written, (later := compiled.stat().st_mtime + 1, later))
    wording.compile_what_is_newer()
    assert GNUTranslations(compiled.open("rb")).gettext("Save") == "Garder"


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
