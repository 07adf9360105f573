"""Evenings of the farm, for the tests of producers."""

from datetime import datetime, timedelta
from typing import Any

from cabas.catalogs.models import Vendor
from cabas.distributions.drafts import replace_draft
from cabas.distributions.models import Distribution
from cabas.distributions.ordering import Order, commit
from cabas.distributions.serving import take_payment
from cabas.distributions.validation import validate
from cabas.groups.members import NewPerson
from cabas.people.models import User
from cabas.producers.inviting import invite
from tests.cast import TUESDAY, Cast, add_distribution, key

CLOSED = datetime.fromisoformat("2026-11-25T20:00:00+01:00")  # the Wednesday before the evening of the cast


def farm_of(play: Cast) -> Vendor:
    return Vendor.objects.select_related("group__book", "account").get(pk=play.catalog.vendor_id)


def hugo_of(play: Cast, email: str = "hugo@aulnes.example.org") -> User:
    """Hugo delivers for the farm, and is of no household."""
    return invite(farm_of(play), NewPerson("Hugo", "Aulnes", email), by=play.nadia, at=TUESDAY).person


def brought_before(play: Cast, weeks: int, breads: int) -> Distribution:
    """An evening so many weeks ago, at which Bob had so many breads; paid and validated."""
    starts_at = play.distribution.starts_at - timedelta(days=7 * weeks)
    evening = add_distribution(play.group, starts_at, [play.catalog])
    ordered_at = evening.orders_open_at + timedelta(hours=1)
    replace_draft(evening, play.bob, {play.bread.pk: breads}, at=ordered_at)
    order = Order({play.bread.pk: breads}, 0, "cheque")
    basket = commit(evening, play.bob, order, key=key(), by=play.person(play.bob), at=ordered_at)
    signed: dict[str, Any] = {"by": play.nadia, "at": evening.ends_at}
    take_payment(basket, "cheque", key=key(), **signed)
    validate(evening, key=key(), **signed)
    return evening
