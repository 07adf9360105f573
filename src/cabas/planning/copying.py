"""A copied distribution has its catalogs closed as long before it as those of the one that it was copied from."""

from django.db import transaction

from cabas.distributions.models import Distribution, Participation
from cabas.planning.postponing import shifted


@transaction.atomic
def copy_catalog_hours(source: Distribution, made: Distribution) -> None:
    """Where they fall within its own hours; a catalog whose hours would not keeps those of the distribution."""
    own = {each.catalog_id: each for each in source.participations.all() if each.orders_open_at or each.orders_close_at}
    changed = []
    for each in made.participations.filter(catalog__in=own):
        was = own[each.catalog_id]
        if was.orders_open_at:
            each.orders_open_at = shifted(was.orders_open_at, source.starts_at, made.starts_at)
        if was.orders_close_at:
            each.orders_close_at = shifted(was.orders_close_at, source.starts_at, made.starts_at)
        each.distribution = made
        if each.opens_at < each.closes_at:
            changed.append(each)
    Participation.objects.bulk_update(changed, ["orders_open_at", "orders_close_at"])
