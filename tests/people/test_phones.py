"""A phone is compared by its digits, however it was typed."""

import pytest

from cabas.people.phones import dialled, digits


@pytest.mark.parametrize(
    "typed", ["06 12 34 56 78", "06.12.34.56.78", "+33 6 12 34 56 78", "+33 (0)6 12 34 56 78", "0033612345678"]
)
def test_one_number_typed_in_five_ways(typed: str) -> None:
    assert digits(typed) == "0612345678"


def test_a_foreign_number_keeps_its_country() -> None:
    assert dialled("+32 475 12 34 56") == "+32475123456"
    assert dialled("06 12 34 56 78") == "0612345678"
