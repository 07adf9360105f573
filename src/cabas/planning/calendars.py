"""The distributions of a group as a calendar reads them, with what the member has ordered; cancelled ones say so."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from cabas.distributions.choosing import Choice, choices
from cabas.distributions.models import Distribution
from cabas.groups.models import Adult, Group, Membership
from cabas.people.models import User
from cabas.planning.models import CalendarFeed
from cabas.planning.models.calendars import new_token
from cabas.ui import formats
from cabas.volunteering.models import Duty

PAST_SHOWN = timedelta(days=60)
REFRESHED = timedelta(hours=6)


class NoSuchFeed(LookupError):
    """No calendar has this address: it was renewed, or its reader left."""


def feed_of(membership: Membership, person: User) -> CalendarFeed | None:
    """The feed of this person, if they asked for one. One statement."""
    return CalendarFeed.objects.filter(membership=membership, person=person).first()


def renew(membership: Membership, person: User, *, at: datetime) -> CalendarFeed:
    """An address, or another one: whoever knows the old one reads nothing more."""
    made = {"membership": membership, "made_at": at, "token": new_token()}
    feed, _is_new = CalendarFeed.objects.update_or_create(group_id=membership.group_id, person=person, defaults=made)
    return feed


def read(slug: str, token: str) -> CalendarFeed:
    """The feed of this token, while its person is in its household. One statement. Raises `NoSuchFeed`."""
    feeds = CalendarFeed.objects.filter(group__slug=slug, token=token, membership__left_on__isnull=True)
    feed = feeds.select_related("group", "membership", "person").first()
    if feed is None or not Adult.objects.filter(membership=feed.membership_id, person=feed.person_id).exists():
        raise NoSuchFeed
    return feed


def feed_text(feed: CalendarFeed, *, base: str, at: datetime) -> bytes:
    """The whole calendar. Four statements for any number of distributions."""
    found = Distribution.objects.filter(group=feed.group, starts_at__gt=at - PAST_SHOWN).select_related("place")
    distributions = list(found.order_by("starts_at", "pk"))
    chosen = choices(distributions, feed.membership)
    duties = _duties(feed, distributions)
    calendar = _calendar(feed.group)
    calendar.add("x-wr-calname", feed.group.name)
    calendar.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for each in distributions:
        calendar.add_component(_event(feed.group, each, chosen[each.pk], duties.get(each.pk, ()), base, at))
    return bytes(calendar.to_ical())


def evening_text(group: Group, distribution: Distribution, chosen: Choice, *, base: str, at: datetime) -> bytes:
    """One distribution alone, fetched with its place."""
    calendar = _calendar(group)
    calendar.add_component(_event(group, distribution, chosen, (), base, at))
    return bytes(calendar.to_ical())


def _duties(feed: CalendarFeed, distributions: Iterable[Distribution]) -> Mapping[int, list[str]]:
    """The roles that this person has taken, by distribution. One statement."""
    taken = Duty.objects.filter(distribution__in=[each.pk for each in distributions], person=feed.person)
    by_distribution: dict[int, list[str]] = {}
    for distribution, role in taken.values_list("distribution", "role__name"):
        by_distribution.setdefault(distribution, []).append(role)
    return by_distribution


def _calendar(group: Group) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//Cabas//{group.slug}//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    return calendar


def _event(group: Group, each: Distribution, chosen: Choice, roles: Iterable[str], base: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"distribution-{each.number}.{group.slug}@cabas")
    event.add("dtstamp", at)
    event.add("dtstart", each.starts_at)
    event.add("dtend", each.ends_at)
    event.add("summary", _summary(group, each, roles))
    event.add("location", ", ".join(filter(None, (each.place.name, each.place.address))))
    event.add("description", "\n".join(_description(each, chosen, roles)))
    event.add("url", base)
    event.add("status", "CANCELLED" if each.is_cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if chosen.has_order or roles else "TRANSPARENT")
    return event


def _summary(group: Group, each: Distribution, roles: Iterable[str]) -> str:
    said = {"group": group.name, "roles": ", ".join(roles)}
    if each.is_cancelled:
        return _("Annulée\u202f: distribution, %(group)s") % said
    return (_("Distribution, %(group)s (%(roles)s)") if roles else _("Distribution, %(group)s")) % said


def _description(each: Distribution, chosen: Choice, roles: Iterable[str]) -> list[str]:
    if each.is_cancelled:
        return [each.cancelled_why or _("Cette distribution est annulée.")]
    lines = [_("Vous êtes bénévole\u202f: %(roles)s.") % {"roles": ", ".join(roles)}] if roles else []
    if chosen.has_order:
        order = chosen.order()
        total = formats.about(formats.euros(order.total)) if order.is_estimated else formats.euros(order.total)
        return [*lines, _("Votre commande\u202f: %(total)s.") % {"total": total}]
    closing = {"closing": formats.datetime_short(each.orders_close_at)}
    return [*lines, _("Commandes jusqu’au %(closing)s.") % closing]
