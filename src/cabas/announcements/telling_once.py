"""What is told of a distribution, a week or a year is told once: that it was told is written with the mails."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cabas.announcements.models import Told
from cabas.clock import local_date
from cabas.distributions.models import Distribution
from cabas.groups.models import Group, Membership
from cabas.mail.queueing import Letter, queue
from cabas.ui import formats


@transaction.atomic
def once(
    group: Group, kind: str, about: Sequence[int | str], letters: Callable[[set[str]], Iterable[Letter]], at: datetime
) -> int:
    """Queue the letters about what was not told yet; `letters` is asked with that. Returns how many mails it makes."""
    Group.objects.select_for_update().get(pk=group.pk)  # two workers may look at the same moment
    asked = [str(each) for each in about]
    known = set(Told.objects.filter(group=group, kind=kind, about__in=asked).values_list("about", flat=True))
    new = [each for each in asked if each not in known]
    if not new:
        return 0
    Told.objects.bulk_create(Told(group=group, kind=kind, about=each, at=at) for each in new)
    return len(queue(letters(set(new)), at=at))


def households(group: Group) -> list[Membership]:
    """Those of the group, with their people. Two statements."""
    found = list(Membership.objects.filter(group=group).current().with_people())
    for household in found:
        household.group = group
    return found


def days_said(distributions: Iterable[Distribution]) -> str:
    """« le jeudi 26 novembre et le samedi 28 novembre »."""
    return _(" et ").join(_("le %(day)s") % {"day": formats.day_long(each.day)} for each in distributions)


def closing_said(distribution: Distribution) -> str:
    """« mercredi 25 novembre à 20 h »."""
    closes_at = distribution.orders_close_at
    return _("%(day)s à %(hour)s") % {
        "day": formats.day_long(local_date(closes_at)),
        "hour": formats.hour(closes_at),
    }


def button(label: str, view: str, group: Group, **names: int) -> list[str]:
    """A link that becomes a button; nothing where the installation does not know its own address."""
    if not settings.PUBLIC_ADDRESS:
        return []
    path = reverse(view, kwargs={"slug": group.slug, **names})
    return [f"{label}\u202f: {settings.PUBLIC_ADDRESS.rstrip('/')}{path}"]
