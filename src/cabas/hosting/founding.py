"""A group is founded whole: its book, its place, its means of payment, and its founder as n° 1 with every office.

In this room because it is the lowest that may know both the means of payment and who hosts an installation.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cabas.groups.founding import found_group
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import OFFICES, Group, Place
from cabas.groups.roles import set_roles
from cabas.payments.models import PaymentSettings
from cabas.people.models import User
from cabas.people.names import search_form

SLUG_MAX = 50
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WORDS = "admin aide api cabas compte connexion demo gestion groupe groupes installation media nouveau nouvelle static"
RESERVED = frozenset(_WORDS.split())


class SlugRefused(Exception):
    """This cannot be the address of a group; the text says why."""


@dataclass(frozen=True)
class NewGroup:
    """What a host says of a new group. `payee`: to whom cheques are made out, the group itself where empty."""

    name: str
    slug: str
    place: str
    place_address: str = ""
    payee: str = ""


def proposed_slug(name: str) -> str:
    """« Les Paniers du Vallon » gives `les-paniers-du-vallon`: what the form proposes, empty where nothing is left."""
    return search_form(name).replace(" ", "-")[:SLUG_MAX].strip("-")


def require_free_slug(slug: str) -> None:
    """Raises `SlugRefused`."""
    if not SLUG.fullmatch(slug) or len(slug) > SLUG_MAX:
        raise SlugRefused(_("Écrivez des lettres sans accent, des chiffres et des tirets\u202f: paniers-du-vallon."))
    if slug in RESERVED:
        raise SlugRefused(
            _("«\u202f%(slug)s\u202f» sert à Cabas lui-même\u202f: choisissez une autre adresse.") % {"slug": slug}
        )
    if Group.objects.filter(slug=slug).exists():
        raise SlugRefused(
            _("Un groupe a déjà l’adresse «\u202f%(slug)s\u202f»\u202f: choisissez-en une autre.") % {"slug": slug}
        )


def found_whole_group(new: NewGroup, *, by: User, at: datetime, is_disposable: bool = False) -> Group:
    """Found the group and make its founder a member with every office; a farm is nobody’s yet. Raises `SlugRefused`.

    `is_disposable` is for a demonstration, whose groups are put back to nothing.
    """
    require_free_slug(new.slug)
    try:
        with transaction.atomic():
            return _found(new, by, at, is_disposable)
    except IntegrityError:  # two hosts chose the same address at once
        require_free_slug(new.slug)
        raise


def _found(new: NewGroup, by: User, at: datetime, is_disposable: bool) -> Group:
    group = found_group(new.name, new.slug, at=at, is_disposable=is_disposable)
    Place.objects.create(group=group, name=new.place, address=new.place_address)
    PaymentSettings.objects.create(group=group, since=at, accepts_cheque=True, cheque_payee=new.payee or new.name)
    founder = NewPerson(by.first_name, by.last_name, by.email or "", by.phone)
    add_member(group, NewHousehold([founder]), at=at)
    set_roles(group, by, OFFICES, by=by, at=at)
    return group
