"""{% balances_url %}: the list of balances as this browser filtered it last; |at: the address of a basket."""

from typing import Any

from django import template

from cabas.treasury.basket_addresses import BasketAddresses
from cabas.treasury.way_back import COOKIE, balances_address

register = template.Library()


@register.simple_tag(takes_context=True)
def balances_url(context: dict[str, Any]) -> str:
    request = context["request"]
    return balances_address(request.group, request.COOKIES.get(COOKIE, ""))


@register.filter
def at(basket: tuple[int, int], to_basket: BasketAddresses) -> str:
    return to_basket.of(basket)
