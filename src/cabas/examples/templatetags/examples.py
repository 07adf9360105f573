"""What the pages of a host say of groups of examples: of their own, of those that there are."""

from django import template

from cabas.examples.models import Example
from cabas.people.models import User

register = template.Library()


@register.simple_tag
def examples_kept() -> list[Example]:
    """All of an installation: a host erases those that others left. One statement."""
    return list(Example.objects.select_related("made_by").order_by("made_at", "pk"))


@register.simple_tag
def example_of(person: User) -> Example | None:
    """The one this host has made. One statement."""
    return Example.objects.filter(made_by=person).select_related("group").first()
