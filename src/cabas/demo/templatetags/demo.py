"""The people of the sign-in page, with where each member stands at this moment in the group that is looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse

from cabas.clock import now
from cabas.demo.entrances import PEOPLE, SLUG, SLUGS, Entrance
from cabas.distributions.standing import Standing, standing_of
from cabas.groups.models import Adult, Group
from cabas.people.models import User

register = template.Library()


@dataclass(frozen=True)
class Shown:
    """One button of the page."""

    key: str
    name: str
    does: object
    standing: Standing | None


@dataclass(frozen=True)
class Entered:
    """A group one may enter, as its people: `home` is where they arrive; the others lead to their own people.

    `outside`: the page that the group shows to strangers, if it does.
    """

    group: Group
    home: str
    members: Sequence[Shown]
    team: Sequence[Shown]
    others: Sequence[tuple[Group, str]]
    outside: str


@register.simple_tag(takes_context=True)
def demo_entered(context: dict[str, Any]) -> Entered | None:
    """The group that `next` leads to, else the first; None while the demonstration is not built."""
    found = {group.slug: group for group in Group.objects.filter(slug__in=SLUGS)}
    groups = {slug: found[slug] for slug in SLUGS if slug in found}
    if SLUG not in groups:
        return None
    asked = context["request"].GET.get("next", "")
    slug = next((slug for slug in groups if asked.startswith(_home(slug))), SLUG)
    return Entered(
        group=groups[slug],
        home="" if slug == SLUG else asked,
        members=_shown(slug, [entrance for entrance in PEOPLE if entrance.role is None]),
        team=_shown(slug, [entrance for entrance in PEOPLE if entrance.role is not None]),
        others=[(group, f"?next={_home(each)}") for each, group in groups.items() if each != slug],
        outside=reverse("joining:presentation", kwargs={"slug": slug}) if slug == SLUG else "",
    )


@register.simple_tag
def demo_moment() -> object:
    """What time it is in the demonstration."""
    return now()


def _home(slug: str) -> str:
    return reverse("dashboards:home", kwargs={"slug": slug})


def _shown(slug: str, entrances: list[Entrance]) -> list[Shown]:
    adults = Adult.objects.filter(group__slug=slug, person__email__in=[entrance.email for entrance in entrances])
    by_email = {adult.person.email: adult for adult in adults.select_related("person", "membership__account")}
    farmers = {person.email: person for person in User.objects.filter(farms__group__slug=slug)}
    return [
        _one(entrance, by_email[entrance.email])
        if entrance.email in by_email
        else Shown(entrance.key, farmers[entrance.email].full_name, entrance.does, None)
        for entrance in entrances
        if entrance.email in by_email or entrance.email in farmers
    ]


def _one(entrance: Entrance, adult: Adult) -> Shown:
    standing = standing_of(adult.membership, at=now()) if entrance.role is None else None
    return Shown(entrance.key, adult.person.full_name, entrance.does, standing)
