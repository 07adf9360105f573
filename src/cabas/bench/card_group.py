"""The group of `./cabas bench payments`: members who are signed in, one evening that takes orders, a provider."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from cabas.bench.signing_in import signed_in
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

SLUG, NAME, PLACE = "cartes", "Groupe des cartes", "Salle des fêtes"
KEYS = Keys("sk_test_cartes", "whsec_cartes")
PRICE = Money.of("12.00")


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
    cookies = signed_in(one.people[0] for one in members)
    return CardGroup(group, evening, product, dict(zip((one.number for one in members), cookies, strict=True)))


def _evening(at: datetime) -> Evening:
    return Evening(
        place=PLACE,
        starts_at=at + timedelta(days=3),
        ends_at=at + timedelta(days=3, hours=1),
        orders_open_at=at - timedelta(days=7),
        orders_close_at=at + timedelta(days=2),
    )
