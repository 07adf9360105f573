"""A balance is printed as an icon, a word and an amount, one line for each part of it; nothing else prints one."""

from functools import lru_cache
from typing import NamedTuple, Protocol

from django.utils.html import format_html
from django.utils.safestring import SafeString

from cabas.money import Money
from cabas.ui import formats, icons

ICONS = {
    "a-jour": "circle-check",
    "a-regler": "ticket-check",
    "doit": "triangle-alert",
    "avoir": "hand-coins",
    "cagnotte": "piggy-bank",
}
ANNOUNCED = "a-regler"  # the second part of a debt is always what was announced


class Standing(Protocol):
    """Where a member stands: `amount` is shown positive beside `label`, `signed` is the balance itself."""

    @property
    def state(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def amount(self) -> Money: ...
    @property
    def signed(self) -> Money: ...
    @property
    def second(self) -> tuple[str, Money] | None: ...


class Line(NamedTuple):
    """One printed part of a balance: `value` is for machines, signed; `text` is for people."""

    state: str
    label: str
    value: str
    text: str

    @property
    def icon(self) -> str:
        return ICONS[self.state]


def lines(standing: Standing) -> list[Line]:
    """What is printed: one line, or two when part of a debt was announced. The values add up to the balance."""
    second = getattr(standing, "second", None)
    if second is None:
        return [_line(standing.state, standing.label, standing.signed, standing.amount)]
    label, announced = second
    return [
        _line(standing.state, standing.label, standing.signed + announced, standing.amount),
        _line(ANNOUNCED, label, -announced, announced),
    ]


def in_a_line(standing: Standing) -> SafeString:
    """The balance as tables show it, by hundreds: no template is opened for each, and what was said once is kept."""
    second, signed = getattr(standing, "second", None), standing.signed.cents
    if second is None:
        parts = _part(standing.state, standing.label, signed, standing.amount.cents)
    else:
        label, announced = second[0], second[1].cents
        parts = _part(standing.state, standing.label, signed + announced, standing.amount.cents)
        parts += _part(ANNOUNCED, label, -announced, announced)
    return SafeString(f'<span class="soldes">{parts}</span>')  # amounts need no escaping, words got it


@lru_cache(maxsize=4096)
def _part(state: str, label: str, signed: int, amount: int) -> str:
    """One part, from its cents."""
    line = _line(state, label, Money(signed), Money(amount))
    return f'{_beginning(state, label)} <data value="{line.value}">{line.text}</data></span> '


@lru_cache(maxsize=256)
def _beginning(state: str, label: str) -> SafeString:
    """Icon and word, kept: those of a list are few."""
    return format_html('<span class="solde {}">{}<span>{}</span>', state, icons.drawn(ICONS[state]), label)


def _line(state: str, label: str, signed: Money, amount: Money) -> Line:
    return Line(state, label, formats.machine_value(signed), formats.euros(amount))
