"""Whoever has a basket open is told to the others at the stand, and forgotten after a minute."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from cabas.distributions.models import Distribution
from cabas.people.models import User
from cabas.stand.models import Presence

FORGOTTEN_AFTER = timedelta(minutes=1)


def be_at(distribution: Distribution, number: int | None, *, by: User, at: datetime) -> None:
    """This person has this basket open; None: none of them. One statement."""
    if number is None:
        Presence.objects.filter(distribution=distribution, person=by).delete()
        return
    Presence.objects.bulk_create(
        [Presence(group_id=distribution.group_id, distribution=distribution, person=by, number=number, at=at)],
        update_conflicts=True,
        unique_fields=["distribution", "person"],
        update_fields=["number", "at"],
    )


def others_at(distribution: Distribution, *, than: User, at: datetime) -> dict[str, str]:
    """« Lucie est dessus », by the number of the basket. One statement."""
    here = Presence.objects.filter(distribution=distribution, at__gt=at - FORGOTTEN_AFTER).exclude(person=than)
    names: dict[str, list[str]] = {}
    for presence in here.select_related("person").order_by("at", "pk"):
        names.setdefault(str(presence.number), []).append(presence.person.first_name)
    return {number: _said(together) for number, together in names.items()}


def _said(names: list[str]) -> str:
    if len(names) == 1:
        return _("%(name)s est dessus") % {"name": names[0]}
    return _("%(names)s sont dessus") % {"names": _(" et ").join(names)}
