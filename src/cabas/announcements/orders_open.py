"""E1: when orders open the members are told, once for each distribution; in one mail where several open together."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from cabas.announcements.telling_once import button, closing_said, days_said, households, once
from cabas.distributions.blocking import is_blocked
from cabas.distributions.models import Distribution
from cabas.groups.models import Group
from cabas.mail.queueing import Letter
from cabas.ui import formats
from cabas.ui.language import in_french

KIND = "E1"
TOLD_WITHIN = timedelta(days=1)  # later it is no news any more


@in_french
def tell_open(group: Group, *, at: datetime) -> int:
    """Returns how many mails were queued. One statement where nothing opened."""
    opened = Distribution.objects.filter(group=group, orders_open_at__gt=at - TOLD_WITHIN).open(at)
    news = list(opened.select_related("place").order_by("starts_at", "pk"))
    if not news or is_blocked(group, at):
        return 0

    def letters(new: set[str]) -> Iterable[Letter]:
        return _letters(group, [each for each in news if str(each.pk) in new])

    return once(group, KIND, [each.pk for each in news], letters, at)


def _letters(group: Group, news: Sequence[Distribution]) -> Iterable[Letter]:
    subject = _("Commandes ouvertes pour %(days)s") % {"days": days_said(news)}
    to_order = button(_("Commander"), "distributions:shop_next", group)
    body = "\n\n".join([_("Bonjour,"), *(_sentence(each) for each in news), *to_order])
    return [Letter(household, KIND, subject, body) for household in households(group)]


def _sentence(each: Distribution) -> str:
    return _(
        "vous pouvez commander pour le %(day)s, de %(start)s à %(end)s, %(place)s. "
        "Les commandes ferment le %(closing)s."
    ) % {
        "day": formats.day_long(each.day),
        "start": formats.hour(each.starts_at),
        "end": formats.hour(each.ends_at),
        "place": each.place.name,
        "closing": closing_said(each),
    }
