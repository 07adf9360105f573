"""A cagnotte pays down to the floor of its group; what lacks is said to the cent, and taking less always passes."""

from dataclasses import dataclass

import pytest

from cabas.money import Money
from cabas.payments.cagnotte import CagnotteShort, floor_of, missing, require_enough


@dataclass(frozen=True)
class Rule:
    allows_negative: bool = False
    cagnotte_limit: Money | None = None


def m(text: str) -> Money:
    return Money.of(text)


NO_NEGATIVES, FREE, DOWN_TO_20 = Rule(), Rule(True), Rule(True, m("20.00"))


@pytest.mark.parametrize(
    ("rule", "floor"),
    [
        (NO_NEGATIVES, m("0")),
        (Rule(False, m("20.00")), m("0")),  # a limit says nothing while negatives are not allowed
        (FREE, None),
        (DOWN_TO_20, m("-20.00")),
        (Rule(True, m("0")), m("0")),
    ],
)
def test_the_floor_is_0_unless_negatives_are_allowed_and_then_the_limit_if_there_is_one(
    rule: Rule, floor: Money | None
) -> None:
    assert floor_of(rule) == floor


@pytest.mark.parametrize(
    ("rule", "balance", "more", "lacking"),
    [
        (NO_NEGATIVES, "15.00", "23.40", "8.40"),
        (NO_NEGATIVES, "21.60", "23.40", "1.80"),
        (NO_NEGATIVES, "23.40", "23.40", "0"),  # down to 0 passes
        (NO_NEGATIVES, "23.39", "23.40", "0.01"),
        (NO_NEGATIVES, "-3.00", "5.00", "8.00"),  # the scales brought it below: the whole way back is said
        (NO_NEGATIVES, "-3.00", "-2.00", "0"),  # taking less is always possible
        (NO_NEGATIVES, "-3.00", "0", "0"),
        (FREE, "-500.00", "23.40", "0"),
        (DOWN_TO_20, "3.40", "23.40", "0"),
        (DOWN_TO_20, "3.39", "23.40", "0.01"),
    ],
)
def test_what_lacks_is_said_to_the_cent(rule: Rule, balance: str, more: str, lacking: str) -> None:
    assert missing(rule, m(balance), m(more)) == m(lacking)


def test_the_refusal_says_by_how_much_it_is_short() -> None:
    with pytest.raises(CagnotteShort) as refused:
        require_enough(NO_NEGATIVES, m("15.00"), m("23.40"))
    assert refused.value.missing == m("8.40")
    assert str(refused.value) == (
        "Il manque 8,40\u00a0€ sur votre cagnotte pour cette commande. Rien n’a été enregistré."
    )
