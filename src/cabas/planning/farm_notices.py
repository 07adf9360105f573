"""A farm is told once of each act that changes its evening: cancelled, withdrawn, postponed, shifted, or put back.

It goes where its orders go; the room above says where that is (`FARM_ADDRESSES` in the settings).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from cabas.catalogs.models import Catalog, Vendor
from cabas.distributions.models import Distribution
from cabas.mail.to_addresses import Note, queue_notes
from cabas.people.models import User

Addresses = Mapping[int, Sequence[tuple[str, User | None]]]


def farms_of(distribution: Distribution) -> list[Vendor]:
    """Those whose catalogs take part, each once. One statement."""
    found = Vendor.objects.filter(catalogs__participations__distribution=distribution)
    return list(found.distinct().order_by("sort_name", "pk"))


def tell_farms(
    here: Distribution, farms: Iterable[Vendor], kind: str, subject: str, lines: Sequence[str], *, at: datetime
) -> None:
    """One note to each address of each farm. Three statements for any number of them."""
    farms = list(farms)
    addresses = _addresses(farms)
    body = [*lines, _("Une question\u202f? Répondez à ce message.")]
    notes = [
        Note(
            here.group,
            address,
            kind,
            _("%(farm)s\u202f: %(subject)s") % {"farm": farm.name, "subject": subject},
            "\n\n".join([_("Bonjour,"), *[line for line in body if line]]),
            person,
        )
        for farm in farms
        for address, person in addresses.get(farm.pk, ())
    ]
    queue_notes(notes, at=at)


def farm_of(catalog: Catalog) -> list[Vendor]:
    """Whose catalog it is, as `tell_farms` takes it."""
    return [catalog.vendor]


def _addresses(farms: Sequence[Vendor]) -> Addresses:
    find: Callable[[Sequence[Vendor]], Addresses] = import_string(settings.FARM_ADDRESSES)
    return find(farms) if farms else {}
