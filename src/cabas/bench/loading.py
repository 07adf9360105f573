"""The comparison group is built by what the product itself does: people order, pay, and an evening is validated."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count

from django.db import transaction
from django.db.models import F
from django_tasks_db.models import DBTaskResult

from cabas.bench.comparison import Bought, Comparison, Day
from cabas.catalogs.models import Catalog, Product
from cabas.catalogs.products import save_product
from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.clock import PARIS
from cabas.distributions.closing_cases import baskets_of, cases, leave_owed
from cabas.distributions.drafts import replace_draft
from cabas.distributions.models import Basket, Distribution
from cabas.distributions.ordering import Order, commit
from cabas.distributions.planning import Evening, plan
from cabas.distributions.serving import take_payment
from cabas.distributions.validation import validate
from cabas.groups.founding import found_group
from cabas.groups.members import NewHousehold, NewPerson, add_members
from cabas.groups.models import Group, Membership, Role
from cabas.groups.roles import set_roles
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.models import PaymentSettings
from cabas.people.models import User

NAME, PLACE = "Groupe de comparaison", "Salle des fêtes"
IBAN = "FR7630006000011234567890189"
FOUNDED = timedelta(days=400)
ORDERED, PAID, CLOSES, STARTS, ENDS, VALIDATED = time(10), time(18), time(20), time(18, 30), time(20), time(9)
OPEN_DAYS = 9


class BalanceDiffers(AssertionError):
    """A member's balance is not what the operations of the file come to."""


@dataclass
class Loaded:
    """The group, by the numbers of the file; its first buyer holds every role."""

    group: Group
    at: datetime
    members: Mapping[int, Membership] = field(default_factory=dict)
    products: Mapping[int, Product] = field(default_factory=dict)
    distributions: Mapping[int, Distribution] = field(default_factory=dict)
    keys: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def coordinator(self) -> User:
        return self.person(next(iter(self.members)))

    def person(self, buyer: int) -> User:
        person: User = self.members[buyer].people[0]
        return person

    def key(self) -> str:
        """A fresh key: each act counts once."""
        return f"comparison {next(self.keys)}"

    def moment(self, day: int, hour: time) -> datetime:
        """This hour of the day so many days from today; no later than now."""
        on = self.at.astimezone(PARIS).date() + timedelta(days=day)
        return min(self.at, datetime.combine(on, hour, PARIS))


def load(comparison: Comparison, slug: str, *, at: datetime) -> Loaded:
    """Build the group at this address. Raises `BalanceDiffers`."""
    loaded = _people(comparison, slug, at)
    catalogs = _shelf(comparison, loaded)
    loaded.distributions = {day.number: _planned(loaded, day, catalogs) for day in comparison.days}
    for day in comparison.days:
        _evening(loaded, day, [bought for bought in comparison.bought if bought.distribution == day.number])
    _mails_have_left(loaded.group)
    require_balances(comparison, loaded)
    return loaded


def require_balances(comparison: Comparison, loaded: Loaded) -> None:
    """Raises `BalanceDiffers` where a member's balance is not what the file says."""
    accounts = loaded.group.memberships.select_related("account").order_by("number")
    shown = [member.account.balance for member in accounts]
    said = [comparison.balance(buyer.number) for buyer in comparison.buyers]
    if shown != said:
        raise BalanceDiffers(next(pair for pair in zip(shown, said, strict=True) if pair[0] != pair[1]))


@transaction.atomic
def _people(comparison: Comparison, slug: str, at: datetime) -> Loaded:
    founded_at = at - FOUNDED
    group = found_group(NAME, slug, at=founded_at)
    PaymentSettings.objects.create(
        group=group,
        since=founded_at,
        accepts_cheque=True,
        accepts_cash=True,
        accepts_transfer=True,
        cheque_payee=NAME,
        iban=IBAN,
    )
    people = [NewPerson(buyer.first_name, buyer.last_name, buyer.email) for buyer in comparison.buyers]
    add_members(group, [NewHousehold([person]) for person in people], at=founded_at)
    members = list(group.memberships.select_related("account").with_people().order_by("number"))
    for member in members:
        member.group = group
    loaded = Loaded(group, at, dict(zip((buyer.number for buyer in comparison.buyers), members, strict=True)))
    set_roles(group, loaded.coordinator, list(Role), by=None, at=founded_at)
    return loaded


@transaction.atomic
def _shelf(comparison: Comparison, loaded: Loaded) -> list[Catalog]:
    catalogs = {
        number: add_catalog(add_vendor(loaded.group, name), name) for number, name in comparison.vendors.items()
    }
    loaded.products = {
        good.number: save_product(
            Product(group=loaded.group, catalog=catalogs[good.vendor], name=good.name, price=good.price)
        )
        for good in comparison.goods
    }
    return [*catalogs.values()]


def _planned(loaded: Loaded, day: Day, catalogs: list[Catalog]) -> Distribution:
    today = loaded.at.astimezone(PARIS).date()
    on = today + timedelta(days=day.day)
    evening = Evening(
        place=PLACE,
        starts_at=datetime.combine(on, STARTS, PARIS),
        ends_at=datetime.combine(on, ENDS, PARIS),
        orders_open_at=datetime.combine(on - timedelta(days=OPEN_DAYS), time(8), PARIS),
        orders_close_at=datetime.combine(on - timedelta(days=1), CLOSES, PARIS),
    )
    return plan(loaded.group, evening, catalogs, at=min(loaded.at, evening.orders_open_at))


@transaction.atomic
def _evening(loaded: Loaded, day: Day, bought: list[Bought]) -> None:
    """Everybody orders, then pays; what is still owed is knowingly left, and the evening is validated."""
    baskets = [(each, _order(loaded, each)) for each in bought]
    for each, basket in baskets:
        if each.paid is not None:
            _pay(loaded, each, basket, each.paid)
    if day.is_validated:
        _validate(loaded, day)


def _order(loaded: Loaded, bought: Bought) -> Basket:
    member, distribution = loaded.members[bought.buyer], loaded.distributions[bought.distribution]
    at = loaded.moment(bought.day, ORDERED)
    quantities = {loaded.products[good].pk: quantity for good, quantity in bought.quantities.items()}
    replace_draft(distribution, member, quantities, at=at)
    order = Order(quantities, basket_version=0, means=bought.means)
    return commit(distribution, member, order, key=loaded.key(), by=loaded.person(bought.buyer), at=at)


def _pay(loaded: Loaded, bought: Bought, basket: Basket, amount: Money) -> None:
    at = loaded.moment(bought.day, PAID)
    take_payment(basket, bought.means, amount=amount, key=loaded.key(), by=loaded.coordinator, at=at)


def _validate(loaded: Loaded, day: Day) -> None:
    distribution, at = loaded.distributions[day.number], loaded.moment(day.day + 1, VALIDATED)
    for case in cases(baskets_of(distribution)):
        leave_owed(case.basket, is_absent=False, key=loaded.key(), by=loaded.coordinator, at=at)
    validate(distribution, key=loaded.key(), by=loaded.coordinator, at=at)


def _mails_have_left(group: Group) -> None:
    """The mails of the past were sent at the time: nothing waits in the queue."""
    OutgoingMail.objects.filter(group=group).update(sent_at=F("queued_at"))
    DBTaskResult.objects.ready().delete()
