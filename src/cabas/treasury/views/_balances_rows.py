"""The rows of the table of balances, written without a template: a group has hundreds, and they are shown at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cabas.money import Money
from cabas.treasury.ages import DebtAge
from cabas.treasury.overview import MemberBalance
from cabas.treasury.views._diverging import bar
from cabas.ui import formats
from cabas.ui.balances import in_a_line

ROW = """<tr>
<th scope="row" class="t-lead t-name"><a class="plain" href="{address}">{name}</a>{left}</th>
<td class="t-full t-bar">{bar}</td>
<td class="right t-side t-state">{balance}</td>
<td class="right num t-lead t-last" data-label="{since_label}">{since}</td>{action}
</tr>"""
LEFT = ' <small class="muted">{said}</small>'
NO_ACTION = '<td class="right t-side t-last no-print"></td>'
CASH = """<td class="right t-side t-last no-print">\
<a class="btn btn-tbl" href="{address}" aria-label="{label} {name}">{label}</a></td>"""


@dataclass(frozen=True)
class Rows:
    """What the rows have in common: the day, the scale of the bars, the beginning of addresses, and who looks."""

    on: date
    scale: Money
    accounts: str
    may_cash: bool

    def of(self, members: Iterable[MemberBalance]) -> SafeString:
        """Names are the only words that people typed: they are escaped here, all else is ours."""
        words = {"since_label": _("depuis"), "label": _("Encaisser")}
        return SafeString("\n".join(self._row(member, words) for member in members))

    def _row(self, member: MemberBalance, words: dict[str, str]) -> str:
        address, name = f"{self.accounts}{member.number}/", escape(member.name)
        return ROW.format(
            address=address,
            name=name,
            left=LEFT.format(said=_left(member.left_on)) if member.left_on else "",
            bar=bar(member, self.scale),
            balance=in_a_line(member.standing),
            since_label=words["since_label"],
            since=_since(member.age, self.on) if member.age else "",
            action=self._action(member, address, name, words["label"]),
        )

    def _action(self, member: MemberBalance, address: str, name: str, label: str) -> str:
        if not self.may_cash:
            return ""
        return CASH.format(address=address, name=name, label=label) if member.owed else NO_ACTION


def _left(day: date) -> str:
    return _("parti le %(day)s") % {"day": formats.day_short(day)}


@lru_cache(maxsize=1024)
def _since(age: DebtAge, on: date) -> SafeString:
    """« 12 j », the day being said by the element; « avant le 3 mars » where that is all we know."""
    day = age.day.isoformat(), formats.day_long(age.day, on.year)
    return format_html('<time datetime="{}" title="{}">{}</time>', *day, _duration(age, on))


def _duration(age: DebtAge, on: date) -> str:
    if not age.is_exact:
        year = "" if age.day.year == on.year else f" {age.day.year}"
        return _("avant le %(day)s") % {"day": formats.day_month(age.day) + year}
    days = age.days(on)
    return _("%(days)s\u00a0j") % {"days": days} if days else _("aujourd’hui")
