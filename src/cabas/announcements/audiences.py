"""A message goes to a list that means something: everybody, who ordered, who did not, who owes, who never signed in…"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cabas.announcements.audience_words import (
    CATALOG,
    EVERYBODY,
    HELPS,
    NEVER,
    NOT_ORDERED,
    ORDERED,
    OWES,
    TEAM,
    said,
)
from cabas.catalogs.models import Catalog
from cabas.distributions.models import Basket, BasketQuerySet, Distribution, OrderLine
from cabas.groups.models import Group, Membership, MembershipQuerySet, RoleHolder
from cabas.mail.preferences import ALL, choices
from cabas.money import Money
from cabas.people.models import User
from cabas.treasury.overview import balances_of
from cabas.volunteering.models import Duty

KIND = "E37"
PAST_SHOWN = 4
ORDERED_WITHIN = timedelta(days=365)
NOTHING = Money(0)


class AudienceUnknown(Exception):
    """No such list in this group."""

    def __str__(self) -> str:
        return _("Cette liste n’existe pas dans le groupe\u202f: choisissez-en une autre.")


@dataclass(frozen=True)
class Recipient:
    """A person of a household."""

    membership: Membership
    person: User


@dataclass(frozen=True)
class Audience:
    """`recipients` by name; `stopped`: those who want no messages; `unreachable`: without an e-mail.

    `about`: what its words need. `distribution`: the one that the list is about.
    """

    code: str
    about: str
    recipients: Sequence[Recipient]
    stopped: Sequence[Recipient] = ()
    unreachable: Sequence[Recipient] = ()
    distribution: Distribution | None = None

    @property
    def said(self) -> str:
        return said(self.code, self.about)

    @property
    def count(self) -> int:
        return len(self.recipients)


def offered(group: Group, *, at: datetime, only_debts: bool = False) -> list[tuple[str, list[tuple[str, str]]]]:
    """The lists one may choose, under headings: their codes and what they are called. Three statements."""
    debts = (OWES, said(OWES))
    if only_debts:
        return [(_("Les membres"), [debts])]
    members = [
        (EVERYBODY, said(EVERYBODY)),
        debts,
        (NEVER, said(NEVER)),
        (TEAM, _("L’équipe\u202f: coordination, trésorerie, administration…")),
    ]
    evenings = _evenings(group, at)
    ordered = [(f"{ORDERED}:{each.number}", said(ORDERED, _day(each))) for each in evenings]
    missing = [
        (f"{NOT_ORDERED}:{each.number}", said(NOT_ORDERED, _day(each))) for each in evenings if each.ends_at > at
    ]
    helping = [(f"{HELPS}:{each.number}", said(HELPS, _day(each))) for each in _helped(group, at)]
    catalogs = Catalog.objects.filter(group=group).order_by("sort_name", "pk")
    of_catalogs = [(f"{CATALOG}:{each.number}", said(CATALOG, each.name)) for each in catalogs]
    found = [
        (_("Les membres"), members),
        (_("Ont commandé"), ordered),
        (_("N’ont pas commandé"), missing),
        (_("Sont bénévoles"), helping),
        (_("Commandent d’habitude"), of_catalogs),
    ]
    return [(heading, lists) for heading, lists in found if lists]


def audience_of(group: Group, code: str, *, at: datetime) -> Audience:
    """Whom this list holds now. Raises `AudienceUnknown`. At most eight statements, whatever their number."""
    kind, _colon, number = code.partition(":")
    find = FINDERS.get(kind)
    if find is None or bool(number) != (kind in NUMBERED) or not (number.isdecimal() or not number):
        raise AudienceUnknown
    about, memberships, is_meant, distribution = find(group, number[:9], at)
    households = memberships.filter(left_on__isnull=True).by_name().with_people().select_related("account")
    found = []
    for household in households:
        household.group = group
        found += [Recipient(household, person) for person in household.people if is_meant(person)]
    return _parted(group, code, about, found, distribution)


Found = tuple[str, MembershipQuerySet, Callable[[User], bool], Distribution | None]


def _anybody(_person: User) -> bool:
    return True


def _parted(
    group: Group, code: str, about: str, found: Sequence[Recipient], distribution: Distribution | None
) -> Audience:
    chosen = choices([each.person.pk for each in found], [group.pk])
    wants = [chosen.get((group.pk, each.person.pk), ALL).wants(KIND) for each in found]
    reachable = [bool(each.person.email) for each in found]
    both = list(zip(found, wants, reachable, strict=True))
    return Audience(
        code,
        about,
        [each for each, wanted, reached in both if wanted and reached],
        [each for each, wanted, reached in both if reached and not wanted],
        [each for each, _wanted, reached in both if not reached],
        distribution,
    )


def _members(group: Group) -> MembershipQuerySet:
    return Membership.objects.filter(group=group)


def _everybody(group: Group, _number: str, _at: datetime) -> Found:
    return "", _members(group), _anybody, None


def _owing(group: Group, _number: str, _at: datetime) -> Found:
    numbers = [member.number for member in balances_of(group) if member.owed > NOTHING]
    return "", _members(group).filter(number__in=numbers), _anybody, None


def _never(group: Group, _number: str, _at: datetime) -> Found:
    return "", _members(group), lambda person: person.last_login is None, None


def _team(group: Group, _number: str, _at: datetime) -> Found:
    held = set(RoleHolder.objects.filter(group=group).values_list("person", flat=True))
    households = _members(group).filter(adults__person__in=held).distinct()
    return "", households, lambda person: person.pk in held, None


def _ordered(group: Group, number: str, _at: datetime) -> Found:
    evening = _evening(group, number)
    return _day(evening), _members(group).filter(Exists(_baskets(evening))), _anybody, evening


def _not_ordered(group: Group, number: str, _at: datetime) -> Found:
    evening = _evening(group, number)
    return _day(evening), _members(group).filter(~Exists(_baskets(evening))), _anybody, evening


def _helping(group: Group, number: str, _at: datetime) -> Found:
    evening = _evening(group, number)
    signed_up = set(Duty.objects.standing().filter(distribution=evening).values_list("person", flat=True))
    households = _members(group).filter(adults__person__in=signed_up).distinct()
    return _day(evening), households, lambda person: person.pk in signed_up, evening


def _of_catalog(group: Group, number: str, at: datetime) -> Found:
    catalog = Catalog.objects.filter(group=group, number=number).first()
    if catalog is None:
        raise AudienceUnknown
    lines = OrderLine.objects.filter(
        group=group,
        basket__membership=OuterRef("pk"),
        product__catalog=catalog,
        quantity__gt=0,
        distribution__starts_at__gt=at - ORDERED_WITHIN,
    )
    return catalog.name, _members(group).filter(Exists(lines)), _anybody, None


FINDERS: dict[str, Callable[[Group, str, datetime], Found]] = {
    EVERYBODY: _everybody,
    OWES: _owing,
    NEVER: _never,
    TEAM: _team,
    ORDERED: _ordered,
    NOT_ORDERED: _not_ordered,
    HELPS: _helping,
    CATALOG: _of_catalog,
}
NUMBERED = (ORDERED, NOT_ORDERED, HELPS, CATALOG)


def _baskets(evening: Distribution) -> BasketQuerySet:
    return Basket.objects.filter(distribution=evening, membership=OuterRef("pk")).not_empty()


def _evening(group: Group, number: str) -> Distribution:
    found = Distribution.objects.filter(group=group, number=number).select_related("place").first()
    if found is None:
        raise AudienceUnknown
    return found


def _evenings(group: Group, at: datetime) -> list[Distribution]:
    """Those whose orders opened, the newest first: to come, and a few of the past."""
    opened = Distribution.objects.filter(group=group).standing().filter(orders_open_at__lte=at)
    newest = list(opened.order_by("-starts_at", "-pk")[: 2 * PAST_SHOWN])
    past = [each for each in newest if each.ends_at <= at][:PAST_SHOWN]
    return [each for each in newest if each.ends_at > at] + past


def _helped(group: Group, at: datetime) -> list[Distribution]:
    """Those to come at which somebody helps, the next first."""
    helped = Exists(Duty.objects.standing().filter(distribution=OuterRef("pk")))
    return list(Distribution.objects.filter(helped, group=group).to_come(at)[:PAST_SHOWN])


def _day(evening: Distribution) -> str:
    return evening.day.isoformat()
