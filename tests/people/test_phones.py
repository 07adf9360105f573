"""A phone is compared by its digits, however it was typed, and shown in pairs."""

import pytest
from django.core.exceptions import ValidationError

from cabas.people.phones import dialled, digits, validate_phone, written


@pytest.mark.parametrize(
    "typed", ["06 12 34 56 78", "06.12.34.56.78", "+33 6 12 34 56 78", "+33 (0)6 12 34 56 78", "0033612345678"]
)
def test_one_number_typed_in_five_ways(typed: str) -> None:
    assert digits(typed) == "0612345678"


def test_a_foreign_number_keeps_its_country() -> None:
    assert dialled("+32 475 12 34 56") == "+32475123456"
    assert dialled("06 12 34 56 78") == "0612345678"


@pytest.mark.parametrize("typed", ["0612345678", "06.12.34.56.78", "+33 (0)6 12 34 56 78", "06\u00a012\u00a034 56 78"])
def test_a_french_number_is_shown_in_pairs(typed: str) -> None:
    validate_phone(typed)
    assert written(typed) == "06\u00a012\u00a034\u00a056\u00a078"


@pytest.mark.parametrize("typed", ["+32 475 12 34 56", "0032 2 123 45 67"])
def test_a_foreign_number_is_shown_as_it_was_typed(typed: str) -> None:
    validate_phone(typed)
    assert written(typed) == typed


@pytest.mark.parametrize(
    "typed", ["06 12 34", "0612345678 / 0299000000", "06123456789", "voir sa sœur", "+33", "+1234567890123456", "é"]
)
def test_what_cannot_be_dialled_is_refused_and_shown_as_it_is(typed: str) -> None:
    with pytest.raises(ValidationError):
        validate_phone(typed)
    assert written(typed) == typed
