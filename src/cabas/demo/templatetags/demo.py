"""The people of the sign-in page, with where each member stands at this moment."""

from dataclasses import dataclass

from django import template

from cabas.clock import now
from cabas.demo.entrances import PEOPLE, SLUG, Entrance
from cabas.distributions.standing import Standing, standing_of
from cabas.groups.models import Adult, Group

register = template.Library()


@dataclass(frozen=True)
class Shown:
    """One button of the page."""

    key: str
    name: str
    does: object
    standing: Standing | None


@register.simple_tag
def demo_members() -> list[Shown]:
    """Those who are members and nothing else."""
    return _shown([entrance for entrance in PEOPLE if entrance.role is None])


@register.simple_tag
def demo_team() -> list[Shown]:
    """Those who have a role."""
    return _shown([entrance for entrance in PEOPLE if entrance.role is not None])


@register.simple_tag
def demo_group() -> Group | None:
    """The group of the demonstration; None while it is not built."""
    return Group.objects.filter(slug=SLUG).first()


@register.simple_tag
def demo_moment() -> object:
    """What time it is in the demonstration."""
    return now()


def _shown(entrances: list[Entrance]) -> list[Shown]:
    adults = Adult.objects.filter(group__slug=SLUG, person__email__in=[entrance.email for entrance in entrances])
    by_email = {adult.person.email: adult for adult in adults.select_related("person", "membership__account")}
    return [_one(entrance, by_email[entrance.email]) for entrance in entrances if entrance.email in by_email]


def _one(entrance: Entrance, adult: Adult) -> Shown:
    standing = standing_of(adult.membership, at=now()) if entrance.role is None else None
    return Shown(entrance.key, adult.person.full_name, entrance.does, standing)
