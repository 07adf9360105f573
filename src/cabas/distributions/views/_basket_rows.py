"""The rows of the list of baskets, as they are shown and printed."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString

from cabas.distributions.basket_list import ListedBasket
from cabas.distributions.basket_words import words_of
from cabas.distributions.models import Distribution
from cabas.groups.access import GroupRequest
from cabas.groups.rights import Right
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
