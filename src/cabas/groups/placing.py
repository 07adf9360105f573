"""A place is added, renamed and given an address; one where something was planned stays."""

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from cabas.groups.models import Group, Place


class PlaceNamed(Exception):
    """Two places of a group do not bear one name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return _("Un lieu s’appelle déjà «\u202f%(name)s\u202f»\u202f: choisissez un autre nom.") % {"name": self.name}


class PlaceUsed(Exception):
    """Something was planned there: what was printed and sent names it."""

    def __init__(self, place: Place) -> None:
        self.place = place

    def __str__(self) -> str:
        return _("«\u202f%(name)s\u202f» reste\u202f: des distributions y ont lieu ou y ont eu lieu.") % {
            "name": self.place.name
        }


def save_place(place: Place) -> None:
    """Add it, or save its name and address. Raises `PlaceNamed`."""
    try:
        with transaction.atomic():
            place.save()
    except IntegrityError as refusal:
        if Place.objects.filter(group=place.group_id, name=place.name).exclude(pk=place.pk).exists():
            raise PlaceNamed(place.name) from refusal
        raise


def remove_place(place: Place) -> None:
    """Take it off the list. Raises `PlaceUsed`."""
    try:
        with transaction.atomic():
            place.delete()
    except ProtectedError as refusal:
        raise PlaceUsed(place) from refusal


def place_of(group: Group, pk: str) -> Place | None:
    """The place of this group that a form names."""
    return group.places.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
