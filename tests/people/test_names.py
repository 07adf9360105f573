"""Names are sought and sorted without accents, capitals, hyphens or apostrophes."""

import pytest

from cabas.people.names import search_form, sort_form


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Élise Caron", "elise caron"),
        ("Zoé  L’Hœst-Élan", "zoe l hoest elan"),
        ("D'Artagnan", "d artagnan"),
        ("Œuvrard", "oeuvrard"),
        ("ÇELİK Gül", "celik gul"),
        ("  Jean   Petit ", "jean petit"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_search_form(name: str, form: str) -> None:
    assert search_form(name) == form


def test_people_sort_by_name_then_first_name() -> None:
    people = [
        ("Jean", "Petit"),
        ("Alice", "Petit Jean"),
        ("Zoé", "Élan"),
        ("Émile", "Petit"),
        ("Bob", "Eland"),
        ("Ali", "elan"),
    ]
    by_name = sorted(people, key=lambda person: sort_form(first_name=person[0], last_name=person[1]))
    assert by_name == [
        ("Ali", "elan"),
        ("Zoé", "Élan"),
        ("Bob", "Eland"),
        ("Émile", "Petit"),
        ("Jean", "Petit"),
        ("Alice", "Petit Jean"),
    ]
