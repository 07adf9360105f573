"""A pasted list of people is read whatever its shape."""

import pytest

from cabas.households.pasted_people import Pasted, read_people


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Awa Diop <awa@x.fr>", ("Awa", "Diop", "awa@x.fr", "")),
        ('"Diop, Awa" <awa@x.fr>', ("Awa", "Diop", "awa@x.fr", "")),
        ("Diop;Awa;awa@x.fr", ("Awa", "Diop", "awa@x.fr", "")),
        ("awa@x.fr;Diop;Awa", ("Awa", "Diop", "awa@x.fr", "")),
        ("Awa;DIOP;awa@x.fr;06 12 34 56 78", ("Awa", "Diop", "awa@x.fr", "06 12 34 56 78")),
        ("Awa\tDiop\tawa.diop@x.fr", ("Awa", "Diop", "awa.diop@x.fr", "")),
        ("DIOP Awa awa@x.fr", ("Awa", "Diop", "awa@x.fr", "")),
        ("- Marie-Lou de la Tour (marie@x.fr)", ("Marie-Lou", "de la Tour", "marie@x.fr", "")),
        ("awa.diop@x.fr", ("Awa", "Diop", "awa.diop@x.fr", "")),
        ("awa75@x.fr,", ("Awa", "", "awa75@x.fr", "")),
        ("mailto:awa@x.fr", ("Awa", "", "awa@x.fr", "")),
        ("diop awa awa.diop@x.fr", ("awa", "diop", "awa.diop@x.fr", "")),
        ("Awa Diop", ("Awa", "Diop", "", "")),
    ],
)
def test_a_line_is_somebody(line: str, read: tuple[str, str, str, str]) -> None:
    assert read_people(line) == [Pasted(1, *read)]


def test_several_addresses_of_a_line_are_several_people_and_headings_are_nobody() -> None:
    text = "Nom;Prénom;E-mail\r\n\r\nAwa Diop <awa@x.fr>, Bob Lenoir <bob@x.fr>; zoe@x.fr\n"
    assert read_people(text) == [
        Pasted(3, "Awa", "Diop", "awa@x.fr"),
        Pasted(3, "Bob", "Lenoir", "bob@x.fr"),
        Pasted(3, "Zoe", "", "zoe@x.fr"),
    ]
