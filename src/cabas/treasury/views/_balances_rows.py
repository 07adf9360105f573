"""The rows of the table of balances, written without a template: a group has hundreds, and they are shown at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cabas.groups.models import Group
from cabas.money import Money
from cabas.treasury.ages import DebtAge
from cabas.treasury.filters import OWES
from cabas.treasury.overview import MemberBalance
from cabas.treasury.views._diverging import bar
from cabas.ui import formats
from cabas.ui.balances import in_a_line

# The table says where it opens. A second click leads to the page of the payment, as all do without a script.
IN_PLACE = ' hx-get="%s?liste" hx-trigger="click once"'
NO_ACTION = '<td class="right t-side t-last no-print"></td>'

Addresses = Callable[[int], str]


def addresses(view: str, group: Group) -> Addresses:
    """The address of a view by a member's number: looked up once, not for each row."""
    before, after = reverse(view, kwargs={"slug": group.slug, "number": 0}).rsplit("0", 1)
    return lambda number: f"{before}{number}{after}"


@dataclass(frozen=True)
class Rows:
    """What the rows have in common: the day, the scale of the bars, where they lead; who only reads cashes nothing.

    `trends`: the address of the pictures of how each balance went.
    """

    on: date
    scale: Money
    to_account: Addresses
    to_payment: Addresses | None
    trends: str

    def of(self, members: Iterable[MemberBalance]) -> SafeString:
        """Names are the only words that people typed: they are escaped here, all else is ours."""
        since_label, cash_label = _("depuis"), _("Encaisser")
        return SafeString("\n".join([self._row(member, since_label, cash_label) for member in members]))

    def _row(self, member: MemberBalance, since_label: str, cash_label: str) -> str:
        name = escape(member.name)
        left = f' <small class="muted">{_left(member.left_on)}</small>' if member.left_on else ""
        since = _since(member.age, self.on) if member.age else ""
        trend = f'<svg class="g spark" aria-hidden="true"><use href="{self.trends}#m{member.number}"/></svg>'
        return f"""<tr>
<th scope="row" class="t-lead t-name"><a class="plain" href="{self.to_account(member.number)}">{name}</a>{left}</th>
<td class="t-full t-bar">{bar(member, self.scale)}</td>
<td class="right t-side t-state">{in_a_line(member.standing)}</td>
<td class="right num t-lead t-last" data-label="{since_label}">{since}</td>
<td class="w-spark t-hide">{trend}</td>{self._action(member, name, cash_label)}
</tr>"""

    def _action(self, member: MemberBalance, name: str, label: str) -> str:
        if self.to_payment is None:
            return ""
        if member.state != OWES:
            return NO_ACTION
        to = self.to_payment(member.number)
        return f"""<td class="right t-side t-last no-print">\
<a class="btn btn-tbl" href="{to}" aria-label="{label} {name}"{IN_PLACE % to}>{label}</a></td>"""


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
