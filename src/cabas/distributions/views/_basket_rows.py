"""A basket of the list in words: what is in it, what is to pay and how, where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cabas.distributions.basket_list import ListedBasket, ListedLine, Weighing
from cabas.distributions.models import Distribution
from cabas.groups.access import GroupRequest
from cabas.groups.rights import Right
from cabas.payments.means import Means
from cabas.people.phones import written
from cabas.ui import formats

ANY_MEMBER = 987654321  # stands in an address for the number of each member
BOX = SafeString('<span class="write-box"></span>')  # printed, to write a weight in


class Row(NamedTuple):
    """What is printed of a basket."""

    number: str
    url: str
    name: str
    phone: str
    products: str
    total: str
    to_pay: str
    means: str
    state: str


@dataclass(frozen=True)
class Words:
    """What is said of many baskets, translated once."""

    waiting: str  # where a basket is that was not handed out
    absent: str = field(default_factory=lambda: _("absent"))
    served: str = field(default_factory=lambda: _("servi"))
    paid: str = field(default_factory=lambda: _("réglé %(amount)s"))
    remainder: str = field(default_factory=lambda: _("reste %(amount)s"))
    credit_used: str = field(default_factory=lambda: _("avoir utilisé"))
    cagnotte: str = field(default_factory=lambda: _("cagnotte"))
    not_delivered: str = field(default_factory=lambda: _("(non livré)"))
    means: dict[str, str] = field(default_factory=lambda: {one.value: str(one.label).lower() for one in Means})

    def products(self, basket: ListedBasket) -> list[str]:
        """« Panier de légumes, 2 Pain, Tomme de brebis ≈ 240 g », cut after what waits for the scales."""
        parts, words = [], []
        for line in basket.lines:
            words.append(self._line(line))
            if line.weighing == Weighing.AWAITED:
                parts.append(", ".join(words))
                words = [""]
        return [*parts, ", ".join(words)]

    def _line(self, line: ListedLine) -> str:
        said = line.product if line.quantity == 1 else f"{line.quantity}{formats.NO_BREAK}{line.product}"
        match line.weighing:
            case Weighing.NOT_DELIVERED:
                return f"{said} {self.not_delivered}"
            case Weighing.AWAITED:
                return f"{said} {formats.about(formats.grams(line.said_grams))}"
            case Weighing.DONE:
                return f"{said} {formats.grams(line.said_grams)}"
        return said

    def to_pay(self, basket: ListedBasket) -> str:
        """What is still due for it, « réglé » with what was received, or nothing to say."""
        if basket.due:
            due = formats.euros(basket.due)
            due = formats.about(due) if basket.is_about else due
            return self.remainder % {"amount": due} if basket.paid else due
        if basket.paid:
            return self.paid % {"amount": formats.euros(basket.paid)}
        if basket.due is None or not basket.total:
            return ""
        return self.cagnotte if basket.means == Means.CAGNOTTE else self.credit_used

    def announced(self, basket: ListedBasket) -> str:
        """« chèque », as long as it is announced and something is due."""
        return self.means[basket.means] if basket.due and basket.is_announced and basket.means else ""

    def state(self, basket: ListedBasket) -> str:
        if basket.absent_at:
            return self.absent
        return self.served if basket.served_at else self.waiting


def words_of(distribution: Distribution, at: datetime) -> Words:
    """The words for the baskets of this distribution."""
    return Words(_("à servir") if distribution.has_started(at) else _("commandé"))


def rows_of(
    request: GroupRequest, distribution: Distribution, baskets: Sequence[ListedBasket], at: datetime
) -> list[Row]:
    """The rows of the page, in the order of the baskets."""
    words, (before, after) = words_of(distribution, at), _address(request, distribution)
    return [
        Row(
            number=str(basket.number),
            url=f"{before}{basket.member}{after}" if before else "",
            name=basket.name,
            phone=written(basket.phone),
            products=_with_boxes(words.products(basket)),
            total=formats.about(total) if basket.is_about else total,
            to_pay=words.to_pay(basket),
            means=words.announced(basket),
            state=words.state(basket),
        )
        for basket in baskets
        for total in (formats.euros(basket.total),)
    ]


def written_rows(rows: Sequence[Row]) -> SafeString:
    """The rows of the table, written without a template: there are hundreds. What people typed is escaped here."""
    return SafeString("\n".join([_written(row) for row in rows]))


def _written(row: Row) -> str:
    name = escape(row.name)
    lead = f'<a class="plain" href="{row.url}">{name}</a>' if row.url else name
    return (
        f'<tr><td class="num">{row.number}</td>'
        f'<th scope="row" class="t-lead">{lead}<small>{escape(row.phone)}</small></th>'
        f'<td class="t-full">{conditional_escape(row.products)}</td>'
        f'<td class="right num t-side t-total">{row.total}</td>'
        f'<td class="t-lead"><b>{row.to_pay}</b><small>{row.means}</small></td>'
        f'<td class="t-side no-print">{row.state.replace(" ", formats.NO_BREAK)}</td>'
        f'<td class="print-only">{BOX}</td><td class="print-only"></td></tr>'
    )


def _address(request: GroupRequest, distribution: Distribution) -> tuple[str, str]:
    """The address of a member's basket, before and after the member's number; empty for who may not open it."""
    if Right.ORDER_FOR_MEMBERS not in request.rights:
        return "", ""
    names = {"slug": request.group.slug, "number": distribution.number, "member": ANY_MEMBER}
    before, _number, after = reverse("distributions:member_basket", kwargs=names).rpartition(str(ANY_MEMBER))
    return before, after


def _with_boxes(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else format_html_join(BOX, "{}", ([part] for part in parts))
