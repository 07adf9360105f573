"""{% balances_url %}: the list of balances as this browser filtered it last; |at: the address of a basket."""

from typing import Any

from django import template

from cabas.treasury.views._baskets import BasketAddresses
from cabas.treasury.views._way_back import balances_address

register = template.Library()


@register.simple_tag(takes_context=True)
def balances_url(context: dict[str, Any]) -> str:
    request = context["request"]
    return balances_address(request, request.group)


@register.filter
def at(basket: tuple[int, int], to_basket: BasketAddresses) -> str:
    return to_basket.of(basket)
