"""Whom tests speak of: Alice and Bob are in the group, Nadia coordinates, Charlie belongs elsewhere."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from cabas.catalogs.models import Catalog, Product
from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.clock import PARIS
from cabas.distributions.models import Basket, Distribution, Participation
from cabas.distributions.ordering import Order, commit
from cabas.groups.founding import found_group
from cabas.groups.members import NewHousehold, NewPerson, add_members
from cabas.groups.models import Group, Membership, Place, Role
from cabas.groups.roles import set_roles
from cabas.money import Money
from cabas.payments.models import PaymentSettings
from cabas.people.models import User
from tests.remembering import remembered

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)
THURSDAY_EVENING = datetime(2026, 11, 26, 18, 40, tzinfo=PARIS)

_keys = count(1)


def key() -> str:
    """A fresh idempotency key, as a form carries it."""
    return f"00000000-0000-4000-8000-{next(_keys):012d}"


@dataclass
class Cast:
    group: Group
    alice: Membership
    bob: Membership
    nadia: User
    catalog: Catalog
    vegetables: Product  # 12,00
    bread: Product  # 5,40
    cheese: Product  # 25,00 a kilogram, portions of 240 g
    distribution: Distribution

    def person(self, member: Membership) -> User:
        return member.people[0]

    @remembered
    def order(
        self, member: Membership, quantities: dict[Product, int], *, means: str = "cheque", at: datetime = TUESDAY
    ) -> Basket:
        """Commit an order as the member's page would."""
        from cabas.distributions.drafts import replace_draft

        wanted = {product.pk: quantity for product, quantity in quantities.items() if quantity}
        replace_draft(self.distribution, member, wanted, at=at)
        basket = Basket.objects.filter(distribution=self.distribution, membership=member).first()
        order = Order(wanted, basket.version if basket else 0, means)
        return commit(self.distribution, member, order, key=key(), by=self.person(member), at=at)


@remembered
def cast(slug: str = "vallon", name: str = "Les Paniers du Vallon") -> Cast:
    """A small group with one distribution, on the Thursday after `TUESDAY`, open until Wednesday 20 h."""
    group = found_group(name, slug, at=TUESDAY - timedelta(days=400))
    PaymentSettings.objects.create(
        group=group,
        since=group.founded_at,
        accepts_cheque=True,
        accepts_cash=True,
        accepts_transfer=True,
        accepts_terminal=True,
        cheque_payee=name,
        iban="FR7630006000011234567890189",
    )
    names = (("Alice", "Martin"), ("Bob", "Lenoir"), ("Nadia", "Belkacem"))
    households = [_household(group, first, last) for first, last in names]
    alice, bob, nadia = add_members(group, households, at=group.founded_at)
    set_roles(group, nadia.people[0], [Role.COORDINATOR, Role.ADMINISTRATOR], by=None, at=group.founded_at)
    vendor = add_vendor(group, "Ferme des Aulnes")
    catalog = add_catalog(vendor, "Ferme des Aulnes")
    vegetables = add_product(catalog, "Panier de légumes", "12.00")
    bread = add_product(catalog, "Pain", "5.40")
    cheese = add_product(catalog, "Tomme de brebis", "25.00", is_weighed=True, portion_grams=240)
    distribution = add_distribution(group, datetime(2026, 11, 26, 18, 30, tzinfo=PARIS), [catalog])
    return Cast(group, alice, bob, nadia.people[0], catalog, vegetables, bread, cheese, distribution)


def _household(group: Group, first: str, last: str) -> NewHousehold:
    return NewHousehold([NewPerson(first, last, f"{first.lower()}@{group.slug}.example.org")])


def add_product(catalog: Catalog, name: str, price: str, **more: object) -> Product:
    return Product.objects.create(
        group=catalog.group, catalog=catalog, name=name, price=Money.of(price), search_name=name.lower(), **more
    )


def add_distribution(group: Group, starts_at: datetime, catalogs: list[Catalog]) -> Distribution:
    place, _is_new = Place.objects.get_or_create(group=group, name="Salle des Aulnes")
    distribution = Distribution.objects.create(
        group=group,
        number=group.distributions.count() + 1,
        place=place,
        day=starts_at.date(),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        orders_open_at=starts_at - timedelta(days=6, hours=10),
        orders_close_at=starts_at.replace(hour=20, minute=0) - timedelta(days=1),
    )
    Participation.objects.bulk_create(
        Participation(group=group, distribution=distribution, catalog=catalog) for catalog in catalogs
    )
    return distribution
