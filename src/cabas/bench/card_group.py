"""The group of `./cabas bench payments`: members who are signed in, one evening that takes orders, a provider."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction

from cabas.catalogs.models import Product
from cabas.catalogs.products import save_product
from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.distributions.models import Distribution
from cabas.distributions.planning import Evening, plan
from cabas.groups.founding import found_group
from cabas.groups.members import NewHousehold, NewPerson, add_members
from cabas.groups.models import Group
from cabas.money import Money
from cabas.payments.models import PaymentSettings
from cabas.payments.online.interface import Keys
from cabas.payments.online.keys import enter
from cabas.people.models import User
from cabas.people.sessions import SessionStore

SLUG, NAME, PLACE = "cartes", "Groupe des cartes", "Salle des fêtes"
KEYS = Keys("sk_test_cartes", "whsec_cartes")
PRICE = Money.of("12.00")
BACKEND = "cabas.people.backend.Backend"


@dataclass(frozen=True)
class CardGroup:
    """`sessions`: the cookie of each member, by their number in the group."""

    group: Group
    evening: Distribution
    product: Product
    sessions: dict[int, str]


def build(count: int, *, at: datetime) -> CardGroup:
    """So many members, each signed in. Raises what `keys.enter` raises: the provider is asked."""
    with transaction.atomic():
        group = found_group(NAME, SLUG, at=at - timedelta(days=400))
        PaymentSettings.objects.create(group=group, since=group.founded_at, accepts_online=True)
        people = [NewPerson("Membre", f"N{number}", f"membre{number}@example.org") for number in range(1, count + 1)]
        add_members(group, [NewHousehold([person]) for person in people], at=group.founded_at)
        catalog = add_catalog(add_vendor(group, "Ferme"), "Légumes")
        product = save_product(Product(group=group, catalog=catalog, name="Panier", price=PRICE))
        evening = plan(group, _evening(at), [catalog], at=at - timedelta(days=8))
        members = list(group.memberships.with_people().order_by("number"))
    enter(group, "stripe", KEYS, by=members[0].people[0], at=at)
    return CardGroup(group, evening, product, _signed_in([(one.number, one.people[0]) for one in members]))


def _evening(at: datetime) -> Evening:
    return Evening(
        place=PLACE,
        starts_at=at + timedelta(days=3),
        ends_at=at + timedelta(days=3, hours=1),
        orders_open_at=at - timedelta(days=7),
        orders_close_at=at + timedelta(days=2),
    )


@transaction.atomic
def _signed_in(people: Sequence[tuple[int, User]]) -> dict[int, str]:
    """A session for each, as signing in makes it: five hundred passwords would measure the hashing of passwords."""
    cookies = {}
    for number, person in people:
        session = SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), BACKEND
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        cookies[number] = str(session.session_key)
    return cookies
