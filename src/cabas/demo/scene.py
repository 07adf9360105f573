"""A group of the demonstration before anything happens: its people, their rights, its farms, its evenings."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password, make_password
from django.db.models import QuerySet

from cabas.catalogs.models import Product
from cabas.demo.calendar import OPENS_DAYS_BEFORE, Calendar
from cabas.demo.entrances import BY_KEY, PASSWORD, PEOPLE, SLUG
from cabas.demo.larder import fill_larder
from cabas.distributions.models import Distribution
from cabas.distributions.planning import plan
from cabas.groups.founding import found_group
from cabas.groups.members import NewHousehold, NewPerson, add_members
from cabas.groups.models import OFFICES, Group, Membership, Place
from cabas.groups.roles import set_roles
from cabas.money import Money
from cabas.payments.models import PaymentSettings
from cabas.payments.online.interface import Keys
from cabas.payments.online.keys import enter
from cabas.people.models import User

IBAN = "FR7630006000011234567890189"
ADDRESS = "12 chemin du Moulin, 26400 Le Vallon"
HOUSEHOLDS = Path(__file__).with_name("households.csv")


@dataclass(frozen=True)
class Setting:
    """Where a story plays. `households`: the names of their first adults; everybody of the file where empty.

    `has_cagnottes`: its members order on their cagnotte, and for as many evenings as `opens_days_before` reaches.
    `has_entrances`: one may enter it as somebody (`entrances`).
    """

    slug: str
    name: str
    place: str
    founded_days_before: int
    past_weeks: int
    weeks_to_come: int
    households: tuple[str, ...] = ()
    opens_days_before: int = OPENS_DAYS_BEFORE
    has_cagnottes: bool = False
    takes_online: bool = False
    has_entrances: bool = True


VALLON = Setting(
    SLUG, "Les Paniers du Vallon", "Salle des Aulnes", 800, past_weeks=9, weeks_to_come=2, takes_online=True
)


@dataclass
class Scene:
    """Everything the story needs at hand. `products` by the words of the larder, `distributions` by weeks."""

    group: Group
    calendar: Calendar
    members: dict[str, Membership]
    products: dict[str, Product]
    distributions: dict[int, Distribution]
    keys: Iterable[int] = field(default_factory=lambda: count(1))

    def key(self) -> str:
        """A fresh key: each act of the story counts once."""
        return f"demonstration {next(iter(self.keys))}"

    def person(self, name: str) -> User:
        """The first adult of a household."""
        person: User = self.members[name].people[0]
        return person


def set_scene(at: datetime, setting: Setting, slug: str) -> Scene:
    """Found the group at this address and plan its evenings: all is there, nothing is ordered."""
    calendar = Calendar(at, setting.place, setting.opens_days_before)
    founded_at = at - timedelta(days=setting.founded_days_before)
    group = found_group(setting.name, slug, at=founded_at, is_disposable=True)
    _accept_cagnottes(group) if setting.has_cagnottes else _accept_every_means(group)
    Place.objects.create(group=group, name=setting.place, address=ADDRESS)
    members = _welcome(group, setting.households, founded_at)
    if setting.has_entrances:
        _open_entrances(group, founded_at)
    if setting.takes_online:
        _take_online_cards(group, founded_at)
    catalogs, products = fill_larder(group)
    distributions = {}
    for weeks in range(setting.past_weeks, -setting.weeks_to_come - 1, -1):
        evening = calendar.evening(weeks)
        distributions[weeks] = plan(group, evening, catalogs, at=evening.orders_open_at)
    return Scene(group, calendar, members, products, distributions)


def _accept_every_means(group: Group) -> None:
    PaymentSettings.objects.create(
        group=group,
        since=group.founded_at,
        accepts_cheque=True,
        accepts_cash=True,
        accepts_transfer=True,
        accepts_terminal=True,
        cheque_payee=group.name,
        iban=IBAN,
        account_holder=group.name,
    )


def _take_online_cards(group: Group, at: datetime) -> None:
    """At the provider that moves no money; for orders, or for cagnottes."""
    settings = PaymentSettings.objects.filter(group=group)
    settings.filter(accepts_cagnotte=False).update(accepts_online=True)
    settings.filter(accepts_cagnotte=True).update(tops_up_by_online=True)
    enter(group, "simulated", Keys("simulated", "simulated"), by=User.objects.get(email=BY_KEY["admin"].email), at=at)


def _accept_cagnottes(group: Group) -> None:
    """Without negatives, as a group begins; members are told below 10 €."""
    PaymentSettings.objects.create(
        group=group,
        since=group.founded_at,
        accepts_cagnotte=True,
        tops_up_by_cheque=True,
        tops_up_by_cash=True,
        tops_up_by_transfer=True,
        low_balance_threshold=Money.of("10.00"),
        cheque_payee=group.name,
        iban=IBAN,
        account_holder=group.name,
    )


def _welcome(group: Group, names: Sequence[str], founded_at: datetime) -> dict[str, Membership]:
    """The households by the name of their first adult."""
    with HOUSEHOLDS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not names or f"{row['first_name']} {row['last_name']}" in names]
    add_members(group, [_household(row, founded_at, number) for number, row in enumerate(rows)], at=founded_at)
    members = Membership.objects.filter(group=group).select_related("group__book", "account").with_people()
    return {member.name: member for member in members}


def _open_entrances(group: Group, founded_at: datetime) -> None:
    """Everybody who has an e-mail may use the one password; those of the sign-in page have their roles."""
    people = User.objects.filter(households__group=group)
    _give_password(people)
    for entrance in PEOPLE:
        if entrance.role in OFFICES and (person := people.filter(email=entrance.email).first()):
            set_roles(group, person, [entrance.role], by=None, at=founded_at)
    people.filter(email=BY_KEY["admin"].email).update(is_host=True)


def _give_password(people: "QuerySet[User]") -> None:
    """The same password for all. Where they have it already it is not written again: that would end their sessions."""
    known = people.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).values_list("password", flat=True).first()
    encoded = known if known and check_password(PASSWORD, known) else make_password(PASSWORD)
    people.filter(email__isnull=False).exclude(password=encoded).update(password=encoded)


def _household(row: dict[str, str], founded_at: datetime, number: int) -> NewHousehold:
    adults = [NewPerson(row["first_name"], row["last_name"], row["email"], row["phone"])]
    if row["second_first_name"]:
        second = ("second_first_name", "second_last_name", "second_email", "second_phone")
        adults.append(NewPerson(*(row[name] for name in second)))
    return NewHousehold(
        adults,
        address1=row["address1"],
        address2=row["address2"],
        postcode=row["postcode"],
        city=row["city"],
        joined_at=founded_at + timedelta(days=10 * number),
    )
