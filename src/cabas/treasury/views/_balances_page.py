"""The page of balances: cards of the whole group, ages and chips of what is sought, rows and totals of the filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cabas.distributions.standing import coming
from cabas.money import Money
from cabas.money.amount import CENTS_PER_EURO
from cabas.treasury.filters import (
    ANNOUNCED,
    BY_AGE,
    BY_AMOUNT,
    BY_NAME,
    CAGNOTTE,
    CREDIT,
    FIRST_DAY,
    OWES,
    SETTLED,
    Filters,
)
from cabas.treasury.overview import MemberBalance, shown, totals_of
from cabas.treasury.views._balances_rows import Addresses, Rows
from cabas.treasury.views._diverging import scale_of
from cabas.ui import formats

SHOWN_MAX = 100
PHONE_MAX = 30  # the style sheet hides the rows after these on a narrow screen

NAMES = {
    "": gettext_lazy("Tous"),
    OWES: gettext_lazy("Doivent"),
    ANNOUNCED: gettext_lazy("À régler"),
    CREDIT: gettext_lazy("Avoirs"),
    SETTLED: gettext_lazy("À jour"),
}
NAMES_OF_CAGNOTTES = {
    "": gettext_lazy("Tous"),
    OWES: gettext_lazy("Doivent"),
    ANNOUNCED: gettext_lazy("À régler"),
    CAGNOTTE: gettext_lazy("Cagnottes"),
}
ORDER_NAMES = {
    BY_AMOUNT: gettext_lazy("montant"),
    BY_NAME: gettext_lazy("nom"),
    BY_AGE: gettext_lazy("ancienneté"),
}
AGES = (("", "8"), ("8", "30"), ("30", "60"), ("60", ""))


class Card(NamedTuple):
    """A part of all balances: so much, of so many members (« 12 membres »), of whom so many owe besides."""

    state: str
    label: str
    amount: Money
    members: str
    owing_too: int


class Chip(NamedTuple):
    """What one tap asks for."""

    label: str
    query: str
    is_current: bool
    members: int = 0


class Bar(NamedTuple):
    """The same with what is owed there, drawn `width` wide of 100."""

    label: str
    query: str
    is_current: bool
    members: str
    amount: Money
    width: str


@dataclass(frozen=True)
class Cut:
    """How much of the list is shown: all of it, or its beginning."""

    count: int
    is_whole: bool

    @property
    def shown(self) -> int:
        return self.count if self.is_whole else min(self.count, SHOWN_MAX)

    @property
    def hidden(self) -> int:
        return self.count - self.shown

    @property
    def is_long_for_a_phone(self) -> bool:
        return not self.is_whole and self.count > PHONE_MAX


def page_of(
    everybody: Sequence[MemberBalance],
    filters: Filters,
    *,
    on: date,
    settles_on: date | None,
    to_account: Addresses,
    to_payment: Addresses | None,
    trends: str,
) -> dict[str, Any]:
    """The context of the page; `to_payment` is None for who may only read.

    `settles_on`: the day to come on which all that is announced is settled, if there is one.
    """
    listed = shown(everybody, filters, on=on)
    cut, scale = Cut(len(listed), filters.is_whole), scale_of(listed)
    found = [member for member in everybody if member.is_sought]
    has_cagnotte = any(member.state == CAGNOTTE for member in everybody)
    names = _names(everybody, filters) if has_cagnotte else NAMES
    return {
        "has_members": bool(everybody),
        "filters": filters,
        "kept_by_search": filters.but(sought="").said,
        "unsought_query": filters.but(sought="").query,
        "has_cagnotte": has_cagnotte,
        "cards": _cards(everybody, CAGNOTTE if has_cagnotte else CREDIT, names),
        "position": totals_of(everybody).position,
        "ages": _ages(found, filters, on),
        "chips": _chips(found, filters, names | _dated(settles_on, on)),
        "orders": _orders(filters),
        "state_name": names.get(filters.state, "") if filters.state and not filters.has_age else "",
        "age": age_words(filters.since, filters.until),
        "totals": totals_of(listed),
        "listed": _members(len(listed)),
        "scale": f"{formats.number(scale.cents // CENTS_PER_EURO)}{formats.NO_BREAK}€",
        "may_cash": to_payment is not None,
        "debtors": totals_of(shown(everybody, filters.but(state=OWES), on=on)),
        "rows": Rows(on, scale, to_account, to_payment, trends).of(listed[: cut.shown]),
        "cut": cut,
        "whole_query": filters.but(is_whole=True).query,
    }


def _names(everybody: Sequence[MemberBalance], filters: Filters) -> dict[str, Any]:
    """Where the cagnotte pays, nothing is to settle but what was announced before."""
    is_announced = filters.state == ANNOUNCED or any(member.announced for member in everybody)
    return {state: name for state, name in NAMES_OF_CAGNOTTES.items() if is_announced or state != ANNOUNCED}


def _dated(settles_on: date | None, on: date) -> dict[str, str]:
    """« À régler jeudi »."""
    return {ANNOUNCED: _("À régler %(day)s") % {"day": coming(settles_on, on)}} if settles_on else {}


def _cards(everybody: Sequence[MemberBalance], held: str, names: Mapping[str, Any]) -> list[Card]:
    """The parts of all balances; `held` names what is above zero. Who owes and has announced counts in each part."""
    totals, states = totals_of(everybody), [member.state for member in everybody]
    both = sum([member.state == OWES and bool(member.announced) for member in everybody])
    cards = [
        Card(OWES, str(NAMES[OWES]), totals.owed, _members(states.count(OWES)), 0),
        Card(ANNOUNCED, str(NAMES[ANNOUNCED]), totals.announced, _members(states.count(ANNOUNCED) + both), both),
        Card(held, str(names[held]), totals.credit, _members(states.count(held)), 0),
    ]
    return [card for card in cards if card.state in names]


def _chips(found: Sequence[MemberBalance], filters: Filters, names: Mapping[str, Any]) -> list[Chip]:
    """Each member that is sought is under one of them, and all are under the first. A chip asks for no age."""
    states, ageless = [member.state for member in found], filters.but(since="", until="")
    counts = {state: states.count(state) if state else len(states) for state in names}
    return [
        Chip(str(name), ageless.but(state=state).query, filters.state == state, counts[state])
        for state, name in names.items()
    ]


def _ages(found: Sequence[MemberBalance], filters: Filters, on: date) -> list[Bar]:
    """The debts by age, which add up to all that is owed; none where nothing is."""
    owing = [member for member in found if member.state == OWES]
    whole = totals_of(owing).owed
    bars = []
    for since, until in AGES if owing else ():
        asked = filters.but(state=OWES, since=since, until=until)
        held = totals_of(shown(owing, asked, on=on))
        is_current = (filters.since, filters.until) == (since, until)
        width = f"{100 * held.owed.cents / whole.cents:.1f}"
        bars.append(Bar(age_words(since, until), asked.query, is_current, _members(held.count), held.owed, width))
    return bars


def _members(count: int) -> str:
    if not count:
        return _("aucun membre")
    said = ngettext("%(count)s membre", "%(count)s membres", count)
    return said % {"count": formats.number(count)}


def age_words(since: str, until: str) -> str:
    """« 8 à 30 jours », from two keys of `FIRST_DAY`; nothing where neither is said."""
    if since and until:
        return _("%(first)s à %(last)s jours") % {"first": FIRST_DAY[since], "last": FIRST_DAY[until] - 1}
    if until:
        return _("moins de %(days)s jours") % {"days": FIRST_DAY[until]}
    return _("plus de %(days)s jours") % {"days": FIRST_DAY[since] - 1} if since else ""


def _orders(filters: Filters) -> list[Chip]:
    return [
        Chip(str(name), filters.but(order=order).query, filters.order == order) for order, name in ORDER_NAMES.items()
    ]
