"""The group of `./cabas soak`: baskets to hand out, volunteers who are signed in, and what each of them is to do.

A visit is one basket: its steps are acts as a phone records them, and `paid` what it shall have received in the end.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction

from cabas.bench.signing_in import signed_in
from cabas.catalogs.models import Product
from cabas.catalogs.pricing import weight_price
from cabas.catalogs.products import save_product
from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.distributions.models import Basket, Distribution
from cabas.distributions.ordering import Order
from cabas.distributions.ordering_for import order_for
from cabas.distributions.planning import Evening, plan
from cabas.groups.founding import found_group
from cabas.groups.members import NewHousehold, NewPerson, add_members
from cabas.groups.models import Group, Role, RoleHolder
from cabas.money import Money
from cabas.payments.models import PaymentSettings
from cabas.stand.weights_typed import field_of

SLUG, NAME, PLACE = "endurance", "Groupe de l’endurance", "Salle des fêtes"
BREAD_PRICE, CHICKEN_PRICE = Money.of("5.40"), Money.of("11.00")
PORTION_GRAMS = 1200
CONTESTED = 12  # one basket in so many is asked by two volunteers at once

Visit = dict[str, Any]


def build(volunteers: int, baskets: int, *, at: datetime) -> dict[str, Any]:
    """The facts that the volunteers and the proof need: who stands there, and the visits of each."""
    with transaction.atomic():
        group = found_group(NAME, SLUG, at=at - timedelta(days=400))
        PaymentSettings.objects.create(
            group=group, since=group.founded_at, accepts_cheque=True, accepts_cash=True, accepts_terminal=True
        )
        people = [NewPerson("Membre", f"N{number}") for number in range(1, baskets + 1)]
        people += [
            NewPerson("Bénévole", f"B{number}", f"benevole{number}@example.org") for number in range(1, volunteers + 1)
        ]
        add_members(group, [NewHousehold([person]) for person in people], at=group.founded_at)
    members = list(group.memberships.select_related("group__book", "account").with_people().order_by("number"))
    standing = [member.people[0] for member in members[baskets:]]
    RoleHolder.objects.bulk_create(
        RoleHolder(group=group, person=person, role=Role.COORDINATOR, given_at=group.founded_at) for person in standing
    )
    evening, bread, chicken = _evening(group, at)
    order = Order({bread.pk: 2, chicken.pk: 1}, 0)
    for member in members[:baskets]:
        order_for(evening, member, order, key=str(uuid4()), by=standing[0], at=at - timedelta(days=1))
    return {
        "slug": SLUG,
        "evening": evening.number,
        "cookies": signed_in(standing),
        "visits": _shared(list(_visits(evening)), volunteers),
    }


def _evening(group: Group, at: datetime) -> tuple[Distribution, Product, Product]:
    catalog = add_catalog(add_vendor(group, "Ferme"), "Légumes")
    bread = save_product(Product(group=group, catalog=catalog, name="Pain", price=BREAD_PRICE))
    chicken = save_product(
        Product(
            group=group,
            catalog=catalog,
            name="Poulet",
            price=CHICKEN_PRICE,
            is_weighed=True,
            portion_grams=PORTION_GRAMS,
        )
    )
    hours = Evening(
        place=PLACE,
        starts_at=at - timedelta(minutes=30),
        ends_at=at + timedelta(hours=3),
        orders_open_at=at - timedelta(days=7),
        orders_close_at=at - timedelta(hours=12),
    )
    return plan(group, hours, [catalog], at=at - timedelta(days=8)), bread, chicken


def _visits(evening: Distribution) -> Iterator[Visit]:
    """One a basket, every way in turn."""
    ways = (_plain, _weighed, _weighed_before, _mistaken, _later, _other_amount)
    baskets = Basket.objects.filter(distribution=evening).prefetch_related("lines").order_by("number")
    for place, basket in enumerate(baskets):
        chicken = next(line for line in basket.lines.all() if line.is_weighed)
        grams = PORTION_GRAMS - 150 + 7 * (place % 40)
        estimated = BREAD_PRICE.times(2) + weight_price(CHICKEN_PRICE, PORTION_GRAMS)
        weighed = BREAD_PRICE.times(2) + weight_price(CHICKEN_PRICE, grams)
        weights = {field_of(chicken): str(grams)}
        yield {"basket": basket.number, "place": place} | ways[place % len(ways)](estimated, weighed, weights, grams)


def _step(kind: str, **fields: str) -> dict[str, Any]:
    return {"kind": kind, "fields": fields}


def _taking(means: str, due: Money, weights: dict[str, str] | None = None) -> dict[str, Any]:
    return _step("receipts", means=means, seen=str(due.cents), **(weights or {}))


def _plain(estimated: Money, _weighed: Money, _weights: dict[str, str], _grams: int) -> Visit:
    return {"steps": [_taking("cheque", estimated)], "paid": [["cheque", estimated.cents]], "grams": None}


def _weighed(_estimated: Money, weighed: Money, weights: dict[str, str], grams: int) -> Visit:
    return {"steps": [_taking("cash", weighed, weights)], "paid": [["cash", weighed.cents]], "grams": grams}


def _weighed_before(_estimated: Money, weighed: Money, weights: dict[str, str], grams: int) -> Visit:
    steps = [_step("weighings", **weights), _taking("cheque", weighed)]
    return {"steps": steps, "paid": [["cheque", weighed.cents]], "grams": grams}


def _mistaken(estimated: Money, _weighed: Money, _weights: dict[str, str], _grams: int) -> Visit:
    steps = [_taking("terminal", estimated), _step("undo"), _taking("cheque", estimated)]
    return {"steps": steps, "paid": [["cheque", estimated.cents]], "grams": None}


def _later(_estimated: Money, _weighed: Money, _weights: dict[str, str], _grams: int) -> Visit:
    return {"steps": [_step("servings", later="yes")], "paid": [], "grams": None}


def _other_amount(_estimated: Money, _weighed: Money, _weights: dict[str, str], _grams: int) -> Visit:
    step = _step("receipts", other_means="cash", amount="30,00")
    return {"steps": [step], "paid": [["cash", 3000]], "grams": None}


def _shared(visits: Sequence[Visit], volunteers: int) -> list[list[Visit]]:
    """Dealt like cards; one in `CONTESTED` is dealt to the next volunteer too, at the same place."""
    shares: list[list[Visit]] = [[] for _volunteer in range(volunteers)]
    for visit in visits:
        here = visit["place"] % volunteers
        shares[here].append(visit)
        if visit["place"] % CONTESTED == 0:
            shares[(here + 1) % volunteers].append(visit)
    for share in shares:
        share.sort(key=lambda visit: visit["place"])
    return shares
