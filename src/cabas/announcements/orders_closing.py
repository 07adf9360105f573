"""E2: a day before orders close, who ordered nothing is told until when it can be done; once for each distribution."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from cabas.announcements.telling_once import button, days_said, households, once
from cabas.clock import local_date
from cabas.distributions.blocking import is_blocked
from cabas.distributions.models import Basket, Distribution
from cabas.groups.models import Group
from cabas.mail.queueing import Letter
from cabas.ui import formats
from cabas.ui.language import in_french

KIND = "E2"
BEFORE = timedelta(days=1)
TOO_LATE = timedelta(hours=1)
OPEN_SINCE = timedelta(hours=36)  # opened later than that before it closes, its opening was told the same day


def tell_closing(group: Group, *, at: datetime) -> int:
    """Returns how many mails were queued. One statement where nothing closes."""
    soon = Distribution.objects.filter(
        group=group, orders_close_at__gt=at + TOO_LATE, orders_close_at__lte=at + BEFORE
    ).open(at)
    closing = [each for each in soon.order_by("starts_at", "pk") if _was_long_open(each)]
    if not closing or is_blocked(group, at):
        return 0

    def letters(new: set[str]) -> Iterable[Letter]:
        return _letters(group, [each for each in closing if str(each.pk) in new], at)

    return once(group, KIND, [each.pk for each in closing], letters, at)


def _was_long_open(each: Distribution) -> bool:
    return each.orders_close_at - each.orders_open_at >= OPEN_SINCE


@in_french
def _letters(group: Group, closing: Sequence[Distribution], at: datetime) -> Iterable[Letter]:
    """To who ordered for none of these."""
    ordered = set(Basket.objects.filter(distribution__in=closing).not_empty().values_list("membership", flat=True))
    first = min(closing, key=lambda each: each.orders_close_at)
    subject = _("Il reste jusqu’à %(moment)s pour commander") % {"moment": _moment(first.orders_close_at, at)}
    said = _("vous n’avez rien commandé pour %(days)s. Si c’est voulu, il n’y a rien à faire.")
    to_order = button(_("Commander"), "distributions:shop_next", group)
    body = "\n\n".join([_("Bonjour,"), said % {"days": days_said(closing)}, *to_order])
    missing = [household for household in households(group) if household.pk not in ordered]
    return [Letter(household, KIND, subject, body) for household in missing]


def _moment(closes_at: datetime, at: datetime) -> str:
    hour = {"hour": formats.hour(closes_at)}
    if local_date(closes_at) == local_date(at):
        return _("ce soir %(hour)s") % hour
    return _("demain %(hour)s") % hour
