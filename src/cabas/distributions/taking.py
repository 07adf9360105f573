"""One payment takes what is due for a basket, with what was owed before where that is said; cash may leave change.

Change is handed back, and then the payment is what was asked; or it is kept on the account, and then the payment is all
that was given.
"""

from typing import NamedTuple

from cabas.distributions.dues import Due
from cabas.money import Money


class Cash(NamedTuple):
    """What is `taken` of the cash that was given, and what is `handed_back`."""

    taken: Money
    handed_back: Money


def to_take(owed: Due, *, covers_debt: bool) -> Money:
    """What is asked for a basket, the old debt of its member included where that is said."""
    return owed.due + owed.old_debt if covers_debt else owed.due


def of_given(given: Money, asked: Money) -> Cash:
    """What is given beyond what is asked is handed back; what is missing stays owed."""
    taken = min(given, asked)
    return Cash(taken, given - taken)
