"""Bars that leave zero on both sides, what is owed to the left and an avoir to the right, on one scale for the list."""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from cabas.money import Money
from cabas.treasury.overview import MemberBalance

HALF = 50  # of the box, on each side of zero
ROUND = (1, 2, 5, 10)
SMALLEST_SCALE = Money.of(10)

BEFORE = '<svg class="g diverging" viewBox="-50 0 100 20" preserveAspectRatio="none" aria-hidden="true">'
RECTANGLE = '<rect class="%s" x="%.1f" y="3" width="%.1f" height="14"/>'
AXIS = '<path class="axis" d="M0 0v20"/></svg>'


def scale_of(members: Iterable[MemberBalance]) -> Money:
    """A round amount that holds the largest balance: 10, 20, 50, 100, 200… euros."""
    largest = max([SMALLEST_SCALE.cents, *(abs(member.balance.cents) for member in members)])
    power = 10 ** (len(str(largest - 1)) - 1)
    return next(Money(digit * power) for digit in ROUND if digit * power >= largest)


def bar(member: MemberBalance, scale: Money) -> SafeString:
    """What is owed next to zero, what was announced beyond it; or an avoir; or the axis alone."""
    drawn, start, half = BEFORE, 0.0, HALF / scale.cents
    for kind, part in (("f-doit", member.owed), ("f-attente", member.announced)):
        if part:
            width = part.cents * half
            start -= width
            drawn += RECTANGLE % (kind, start, width)
    if member.credit:
        drawn += RECTANGLE % ("f-avoir", 0, member.credit.cents * half)
    return SafeString(drawn + AXIS)  # words and numbers of ours: nothing to escape
