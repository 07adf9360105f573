"""An amount is read as people type it."""

import pytest

from cabas.money import AmountUnreadable, Money, parse_amount
from cabas.money.parsing import parse_balance


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("12,5", 1250),
        ("12.50", 1250),
        ("12,50 €", 1250),
        ("12,50\u00a0€", 1250),
        ("  12 ", 1200),
        ("1 234,50", 123450),
        ("1\u202f234,50\u00a0€", 123450),
        ("0,05", 5),
        ("-3,20", -320),
        ("\u22123,20", -320),
        ("+3", 300),
    ],
)
def test_an_amount_is_read_as_people_type_it(text: str, cents: int) -> None:
    assert parse_amount(text) == Money(cents)


@pytest.mark.parametrize(
    "text",
    ["", "12,5O", "12,505", "1.234,50", "douze", "12,5,0", ",50", "12,", "€", "1e3", "٣", "NaN", "--3", "9" * 13],
)
def test_anything_else_is_unreadable(text: str) -> None:
    with pytest.raises(AmountUnreadable):
        parse_amount(text)


def test_the_refusal_shows_what_was_typed_and_how_to_write_it() -> None:
    with pytest.raises(AmountUnreadable) as refusal:
        parse_amount(" 12,5O ")
    assert str(refusal.value) == "Je ne comprends pas «\u202f12,5O\u202f». Écrivez un montant comme 12,50."


def test_in_a_list_of_balances_brackets_are_a_minus() -> None:
    written = ("12,50", "-12,50", "(12,50)", "( 12,50 ) €", "(12,50 €)")
    assert [parse_balance(text).cents for text in written] == [1250, -1250, -1250, -1250, -1250]
    for text in ("(-12,50)", "((12,50))", "()", "(12,50"):
        with pytest.raises(AmountUnreadable):
            parse_balance(text)
