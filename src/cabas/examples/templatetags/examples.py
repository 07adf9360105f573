"""What « Par quoi commencer ? » says of the examples of whoever looks at it."""

from django import template

from cabas.examples.models import Example
from cabas.people.models import User

register = template.Library()


@register.simple_tag
def example_of(person: User) -> Example | None:
    """The one this host has made. One statement."""
    return Example.objects.filter(made_by=person).select_related("group").first()
