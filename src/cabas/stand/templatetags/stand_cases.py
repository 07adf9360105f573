"""How many acts that came from offline wait for somebody, where a page leads to them."""

from django import template

from cabas.distributions.models import Distribution
from cabas.stand.offline_cases import how_many_open

register = template.Library()


@register.simple_tag
def open_offline_cases(distribution: Distribution) -> int:
    """One statement."""
    return how_many_open(distribution)
