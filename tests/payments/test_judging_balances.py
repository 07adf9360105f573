"""A list of balances says who and how much; what is doubtful is proposed, what is wrong is named with its line."""

from collections import Counter

import pytest

from cabas.groups.models import Membership
from cabas.payments.balance_answers import day_in
from cabas.payments.judging_balances import Reviewed
from tests.cast import TUESDAY, Cast
from tests.payments.bringing import (
    OCTOBER,
    answer,
    case_of,
    from_file,
    join,
    pasted,
    people_of_the_vallon,
    recorded,
    reviewed,
    told,
)

pytestmark = pytest.mark.django_db

TODAY = TUESDAY.date()


def cases(review: Reviewed) -> Counter[str]:
    return Counter(case_of(line) for line in review.lines)


@pytest.fixture
def members(play: Cast) -> dict[str, Membership]:
    return people_of_the_vallon(play.group)


TAKEN = [
    ("Awa Diop", "-12.50"),
    ("Jean Petit", "8.00"),
    ("Odile Durand", "-31.20"),
    ("Mathis Leroy", "-48.00"),
    ("Inès Robin", "-31.50"),
    ("Noé Garnier", "-4.00"),
    ("Lise Petit", "4.50"),
    ("Yann Le Goff", "-10.00"),
    ("Zoé Nguyen", "17.05"),
    ("Lucie Bernard", "-0.30"),
    ("Maëlle Müller", "2.40"),
]


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("soldes-colles.txt", {"ZERO": 2, "DOUBTFUL": 1}),
        ("soldes-tableur.xlsx", {"ZERO": 2, "DOUBTFUL": 1, "TOTAL": 1}),
    ],
)
@pytest.mark.usefixtures("members")
def test_13_of_the_14_are_found_and_jean_petit_is_proposed_not_guessed(
    play: Cast, name: str, others: dict[str, int]
) -> None:
    review = reviewed(from_file(play.group, name, play.nadia))
    assert cases(review) == {"TO_TAKE": 11, **others}
    assert [(line.name, str(line.item.amount)) for line in review.new if line.item] == TAKEN
    doubtful = [line[2:] for line in told(review) if line[1] == "DOUBTFUL"]
    assert doubtful == [("Jeane PETTI", "5.00 Jean Petit\u202f?")]
    assert review.errors == []


@pytest.mark.parametrize(
    "written",
    ["PETIT Jean", "jean petit", "Pétit, Jean", "Jean-Petit", "JEAN  PETIT"],
)
@pytest.mark.usefixtures("members")
def test_names_are_known_in_any_order_without_accents_or_capitals(play: Cast, written: str) -> None:
    assert told(reviewed(pasted(play.group, f"Nom;Solde\n{written};-8", play.nadia))) == [
        (2, "TO_TAKE", "Jean Petit", "-8.00")
    ]


def test_an_email_says_who_it_is_and_a_name_that_says_another_makes_it_doubtful(play: Cast) -> None:
    text = "Nom;E-mail;Solde\nA. Martin;ALICE@vallon.example.org;1\nBob Lenoir;alice@vallon.example.org;-2"
    assert told(reviewed(pasted(play.group, text, play.nadia))) == [
        (2, "TO_TAKE", "Alice Martin", "1.00"),
        (3, "DOUBTFUL", "Bob Lenoir", "-2.00 Alice Martin\u202f?, Bob Lenoir\u202f?"),
    ]


def test_an_email_may_stand_among_the_names(play: Cast) -> None:
    text = "Membre;Solde\nalice@vallon.example.org;-1\nBob Lenoir;-2\nautre@example.org;-3"
    assert told(reviewed(pasted(play.group, text, play.nadia))) == [
        (2, "TO_TAKE", "Alice Martin", "-1.00"),
        (3, "TO_TAKE", "Bob Lenoir", "-2.00"),
        (4, "DOUBTFUL", "autre@example.org", "-3.00"),
    ]


def test_namesakes_and_who_has_left_are_asked(play: Cast) -> None:
    join(play.group, "Bob Lenoir")
    gone = join(play.group, "Lise Petit")
    Membership.objects.filter(pk=gone.pk).update(left_on=TODAY)
    text = "Bob Lenoir;-1\nLise Petit;2\nMartin;3\nPersonne Ici;4"
    assert told(reviewed(pasted(play.group, text, play.nadia))) == [
        (1, "DOUBTFUL", "Bob Lenoir", "-1.00 Bob Lenoir\u202f?, Bob Lenoir\u202f?"),
        (2, "DOUBTFUL", "Lise Petit", "2.00 Lise Petit\u202f?"),
        (3, "DOUBTFUL", "Martin", "3.00 Alice Martin\u202f?"),
        (4, "DOUBTFUL", "Personne Ici", "4.00"),
    ]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("12,50", "12.50"),
        ("-12,50", "-12.50"),
        ("\u221212,50", "-12.50"),
        ("12,50 €", "12.50"),
        ("(12,50)", "-12.50"),
        ("(12,50) €", "-12.50"),
        ("(12,50 €)", "-12.50"),
        ("1\u202f234,5", "1234.50"),
        ("+8", "8.00"),
    ],
)
def test_amounts_are_read_as_people_and_accountants_write_them(play: Cast, written: str, amount: str) -> None:
    text = f"Nom;Solde\nAlice Martin;{written}\nBob Lenoir;-1"
    assert told(reviewed(pasted(play.group, text, play.nadia)))[0] == (2, "TO_TAKE", "Alice Martin", amount)


def test_two_columns_say_which_way_without_a_sign(play: Cast) -> None:
    text = "Membre;Doit;Avoir\nAlice Martin;12,50;\nBob Lenoir;0;8\nNadia Belkacem;;"
    assert told(reviewed(pasted(play.group, text, play.nadia))) == [
        (2, "TO_TAKE", "Alice Martin", "-12.50"),
        (3, "TO_TAKE", "Bob Lenoir", "8.00"),
        (4, "ZERO", "Nadia Belkacem", "0.00"),
    ]


def test_amounts_of_which_none_has_a_sign_wait_for_a_word(play: Cast) -> None:
    draft = pasted(play.group, "Alice Martin;12,50\nBob Lenoir;8", play.nadia)
    assert [line[1] for line in told(reviewed(draft))] == ["UNSAID", "UNSAID"]
    answer(draft, unsigned="owed")
    assert [line[1:] for line in told(reviewed(draft))] == [
        ("TO_TAKE", "Alice Martin", "-12.50"),
        ("TO_TAKE", "Bob Lenoir", "-8.00"),
    ]
    answer(draft, unsigned="had")
    assert [line[3] for line in told(reviewed(draft))] == ["12.50", "8.00"]


def test_a_minus_may_be_said_to_be_an_avoir(play: Cast) -> None:
    draft = pasted(play.group, "Alice Martin;12,50\nBob Lenoir;-8", play.nadia)
    assert [line[3] for line in told(reviewed(draft))] == ["12.50", "-8.00"]
    answer(draft, unsigned="owed")
    assert [line[3] for line in told(reviewed(draft))] == ["-12.50", "8.00"]


def test_what_is_wrong_on_a_line_is_named_with_it(play: Cast) -> None:
    text = "Membre;Solde\nAlice Martin;beaucoup\n;-4\nBob Lenoir;\nNadia Belkacem;1,234"
    assert [str(error) for error in reviewed(pasted(play.group, text, play.nadia)).errors] == [
        "Ligne 2, Solde\u202f: Je ne comprends pas «\u202fbeaucoup\u202f». Écrivez un montant comme 12,50.",
        "Ligne 3, Nom complet\u202f: il manque le nom.",
        "Ligne 4, Solde\u202f: il manque le solde. Écrivez 0 si ce compte est à jour.",
        "Ligne 5, Solde\u202f: Je ne comprends pas «\u202f1,234\u202f». Écrivez un montant comme 12,50.",
    ]
    text = "Membre;Doit;Avoir\nAlice Martin;-2;\nBob Lenoir;3;4"
    assert [str(error) for error in reviewed(pasted(play.group, text, play.nadia)).errors] == [
        "Ligne 2, Doit\u202f: «\u202f-2\u202f» a un signe moins\u202f: dans cette colonne, écrivez-le sans.",
        "Ligne 3\u202f: ce membre devrait, et aurait un avoir. Gardez un seul des deux montants.",
    ]


def test_one_member_on_two_lines_is_refused_on_both(play: Cast) -> None:
    review = reviewed(pasted(play.group, "Alice Martin;-1\nBob Lenoir;2\nMARTIN Alice;3", play.nadia))
    assert told(review) == [
        (1, "REFUSED", "Alice Martin", "Alice Martin est aussi à la ligne 3. Gardez une seule des deux lignes."),
        (2, "TO_TAKE", "Bob Lenoir", "2.00"),
        (3, "REFUSED", "Alice Martin", "Alice Martin est aussi à la ligne 1. Gardez une seule des deux lignes."),
    ]


def test_who_is_picked_for_a_doubtful_name_is_taken_unless_another_line_has_them(
    play: Cast, members: dict[str, Membership]
) -> None:
    jean, odile = members["Jean Petit"], members["Odile Durand"]
    draft = pasted(play.group, "Jean Petit;8,00\nJeane Petti;5,00\nInconnue;-3", play.nadia)
    answer(draft, picked={2: jean, 3: odile})
    twice = "Jean Petit est aussi à la ligne 1. Gardez une seule des deux lignes."
    assert told(reviewed(draft)) == [
        (1, "TO_TAKE", "Jean Petit", "8.00"),
        (2, "REFUSED", "Jean Petit", f"{twice} Jean Petit\u202f?"),
        (3, "TO_TAKE", "Odile Durand", "«\u202fInconnue\u202f» dans la liste"),
    ]
    answer(draft, picked={2: odile, 3: odile})
    assert [line[1] for line in told(reviewed(draft))] == ["TO_TAKE", "TO_TAKE", "REFUSED"]


def test_who_was_taken_over_already_is_said_on_their_line(play: Cast) -> None:
    text = "Alice Martin;-12,50\nBob Lenoir;8"
    recorded(pasted(play.group, text, play.nadia), play.nadia)
    assert told(reviewed(pasted(play.group, text, play.nadia))) == [
        (1, "ALREADY", "Alice Martin", "déjà repris\u202f: −\u00a012,50\u00a0€ au 31/10/2026"),
        (2, "ALREADY", "Bob Lenoir", "déjà repris\u202f: +\u00a08,00\u00a0€ au 31/10/2026"),
    ]


def test_numbers_of_members_and_remarks_are_no_balances_and_no_names(play: Cast) -> None:
    text = "1;Martin;Alice;-12,50;\n2;Lenoir;Bob;8,00;ancien trésorier"
    assert told(reviewed(pasted(play.group, text, play.nadia))) == [
        (1, "TO_TAKE", "Alice Martin", "-12.50"),
        (2, "TO_TAKE", "Bob Lenoir", "8.00"),
    ]


@pytest.mark.parametrize(
    ("heading", "day"),
    [("Solde au 31/10", OCTOBER), ("Solde au 31/12", OCTOBER.replace(2025, 12)), ("31.10.25", OCTOBER.replace(2025))],
)
def test_a_heading_may_say_the_day(heading: str, day: object) -> None:
    assert day_in(heading, today=TODAY) == day
    assert day_in("Solde", today=TODAY) is day_in("30/02", today=TODAY) is day_in("1/1/2031", today=TODAY) is None


def test_it_takes_three_statements_whatever_the_number_of_lines(
    play: Cast, members: dict[str, Membership], django_assert_num_queries: object
) -> None:
    one = pasted(play.group, "Awa Diop;-1", play.nadia)
    many = from_file(play.group, "soldes-colles.txt", play.nadia)
    for draft in (one, many):
        with django_assert_num_queries(3):  # type: ignore[operator]
            reviewed(draft)
