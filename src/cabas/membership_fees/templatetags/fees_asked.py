"""Does a group ask a membership fee, where a page leads to those of a household."""

from django import template

from cabas.groups.models import Group
from cabas.membership_fees.asking import settings_asking

register = template.Library()


@register.simple_tag
def asks_fees(group: Group) -> bool:
    """One statement."""
    return settings_asking(group) is not None
