"""One text makes both parts of a mail: the HTML says the same words in the same order, and nothing in it is markup."""

import re
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cabas.ui.mail_look import STYLES
from cabas.ui.mail_text import Block, Row, blocks
from cabas.ui.two_parts import html_part, in_two_parts

ORDER = """Bonjour Alice,

Jeudi 26 novembre, 18 h 30 – 19 h 30, Salle des Aulnes.

- 2 × Pain\u202f: 10,80\u00a0€
- 1 × Panier de légumes\u202f: 1\u202f012,00\u00a0€
Total\u202f: 1\u202f022,80\u00a0€

Apportez un chèque de 1\u202f022,80\u00a0€ à l’ordre de Vallon.
Vous pouvez changer votre commande jusqu’au mer. 25 nov., 20\u00a0h."""


def test_a_text_is_read_as_sentences_and_rows_with_their_total():
    assert blocks(ORDER) == [
        Block(lines=["Bonjour Alice,"]),
        Block(lines=["Jeudi 26 novembre, 18 h 30 – 19 h 30, Salle des Aulnes."]),
        Block(
            rows=[
                Row("2 × Pain", "10,80\u00a0€"),
                Row("1 × Panier de légumes", "1\u202f012,00\u00a0€"),
                Row("Total", "1\u202f022,80\u00a0€", is_total=True),
            ]
        ),
        Block(
            lines=[
                "Apportez un chèque de 1\u202f022,80\u00a0€ à l’ordre de Vallon.",
                "Vous pouvez changer votre commande jusqu’au mer. 25 nov., 20\u00a0h.",
            ]
        ),
    ]


def test_a_list_follows_its_sentence_and_a_sentence_its_list():
    text = "Pour la créditer\u202f:\n- un virement\n- un chèque, au stand\nÀ bientôt"
    assert blocks(text) == [
        Block(lines=["Pour la créditer\u202f:"]),
        Block(rows=[Row("un virement"), Row("un chèque, au stand")]),
        Block(lines=["À bientôt"]),
    ]


def test_a_code_and_a_link_stand_alone():
    text = "Votre code de connexion : AB3D-9FGH\n\nVoir mon compte\u202f: https://cabas.example.org/g/vallon/compte/"
    assert blocks(text) == [
        Block(code="AB3D-9FGH", label="Votre code de connexion"),
        Block(link="https://cabas.example.org/g/vallon/compte/", label="Voir mon compte"),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "- ", "-", "a\r\n\r\nb", "Total : ", "- a\n\n\n\n- b", "https://"])
def test_no_text_is_too_odd(text: str):
    assert "".join(words(html_part("Objet", text)).split()).endswith("EnvoyéparCabas")


def words(html: str) -> str:
    """What a reader of the HTML reads."""
    body = re.sub(r"<(style|title)>.*?</\1>", "", html, flags=re.S)
    return unescape(re.sub(r"<[^>]+>", " ", body))


def test_the_html_says_the_words_of_the_text_in_their_order():
    said = words(html_part("[Le Vallon] Votre commande", ORDER, group="Le Vallon"))
    expected = re.sub(r"(?m)^- |\u202f: (?=[\d\u202f]+,\d\d\u00a0€$)", " ", ORDER)
    assert said.split() == [
        *("Le", "Vallon", "Votre", "commande"),
        *expected.split(),
        *("Envoyé", "par", "Cabas", "pour", "Le", "Vallon"),
    ]


PIECES = st.sampled_from(
    [
        "- ",
        "Pain",
        " ",
        "\u202f: ",
        ": ",
        "10,80\u00a0€",
        "−3,00\u00a0€",
        "\n",
        "\n\n",
        "\r\n",
        "AB3D-9FGH",
        "<b>",
        "&",
        "'",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(PIECES, max_size=25).map("".join))
def test_nothing_that_is_written_is_lost_or_moved(text: str):
    """Whatever the pieces: the marks of lists and the colons before amounts are all that the HTML leaves out."""
    said = words(html_part("", text))
    assert bare(said).removesuffix("EnvoyéparCabas") == bare(text)


def bare(text: str) -> str:
    return re.sub(r"[-:\s]", "", text)


def test_what_people_wrote_is_never_markup():
    hostile = 'Pain" onload="alert(1)\n\n- <b>Miel</b> class="mail-page"\u202f: 3,00\u00a0€\n\n<script>x</script>'
    html = html_part("<i>Objet</i>", hostile, group="<u>Groupe</u>")
    assert not re.search(r"<(b|i|u|script)>", html)
    assert html.count(f'style="{STYLES["mail-page"]}"') == 1
    assert 'onload="' not in html


def test_each_element_carries_its_look_and_the_dark_has_its_own():
    html = html_part("Objet", ORDER)
    assert f'<td class="mail-amount" style="{STYLES["mail-amount"]}">10,80\u00a0€</td>' in html
    assert "@media (prefers-color-scheme: dark)" in html
    assert set(re.findall(r'class="([^"]+)"', html)) <= set(STYLES)


def test_a_message_has_the_plain_text_first():
    message = in_two_parts("Objet", "Bonjour", "alice@example.org").message()
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.get_payload()] == ["text/plain", "text/html"]
