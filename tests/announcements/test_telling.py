"""What is told of a distribution, a week or a year is told once, to whom it concerns."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cabas.announcements.evening_before import tell_the_day_before
from cabas.announcements.models import Told
from cabas.announcements.mondays import tell_the_treasury
from cabas.announcements.orders_closing import tell_closing
from cabas.announcements.orders_open import tell_open
from cabas.announcements.years import tell_the_year
from cabas.clock import PARIS
from cabas.groups.models import Membership, Role
from cabas.groups.roles import set_roles
from cabas.mail.models import OutgoingMail
from tests.cast import TUESDAY, Cast, add_distribution, cast

pytestmark = pytest.mark.django_db
OPENING = datetime(2026, 11, 20, 8, 30, tzinfo=PARIS)


@pytest.fixture
def vallon() -> Cast:
    return cast()


def told(kind: str) -> list[tuple[str, str]]:
    """To whom, and the fact."""
    mails = OutgoingMail.objects.filter(kind=kind).order_by("pk")
    return [(mail.to.partition("@")[0], mail.subject.partition("] ")[2]) for mail in mails]


def test_orders_that_open_are_told_to_every_member_once(vallon: Cast):
    counts = [tell_open(vallon.group, at=OPENING + timedelta(minutes=n)) for n in (-1, 0, 15)]
    assert counts == [0, 3, 0]
    fact = "Commandes ouvertes pour le jeudi 26 novembre"
    assert told("E1") == [(who, fact) for who in ("alice", "bob", "nadia")]


def test_orders_that_opened_two_days_ago_are_no_news(vallon: Cast):
    assert tell_open(vallon.group, at=OPENING + timedelta(days=2)) == 0


def test_two_evenings_that_open_together_are_one_mail(vallon: Cast):
    add_distribution(vallon.group, vallon.distribution.starts_at + timedelta(days=1), [vallon.catalog])
    vallon.group.distributions.update(orders_open_at=OPENING)
    tell_open(vallon.group, at=OPENING)
    [mail] = OutgoingMail.objects.filter(kind="E1", to__startswith="alice")
    assert mail.subject.endswith("Commandes ouvertes pour le jeudi 26 novembre et le vendredi 27 novembre")


def test_who_ordered_nothing_is_told_a_day_before_the_closing(vallon: Cast):
    vallon.order(vallon.alice, {vallon.bread: 1})
    evening = datetime(2026, 11, 24, 20, 0, tzinfo=PARIS)
    assert [tell_closing(vallon.group, at=evening + timedelta(minutes=n)) for n in (-15, 0, 15)] == [0, 2, 0]
    assert told("E2") == [
        ("bob", "Il reste jusqu’à demain 20\u00a0h pour commander"),
        ("nadia", "Il reste jusqu’à demain 20\u00a0h pour commander"),
    ]


def test_the_day_before_each_household_is_told_its_basket_and_what_to_bring(vallon: Cast):
    vallon.order(vallon.alice, {vallon.bread: 2})
    vallon.order(vallon.bob, {vallon.vegetables: 1}, means="cash")
    eve = datetime(2026, 11, 25, 17, 0, tzinfo=PARIS)
    assert [tell_the_day_before(vallon.group, at=eve + timedelta(minutes=n)) for n in (-1, 0, 15)] == [0, 2, 0]
    assert told("E6") == [
        ("alice", "Demain 18\u00a0h\u00a030\u202f: votre panier n° 1, 10,80\u00a0€ par chèque"),
        ("bob", "Demain 18\u00a0h\u00a030\u202f: votre panier n° 2, 12,00\u00a0€ en espèces"),
    ]


def test_nothing_is_told_of_what_is_cancelled(vallon: Cast):
    vallon.order(vallon.alice, {vallon.bread: 2})
    vallon.group.distributions.update(cancelled_at=TUESDAY)
    moments: list[tuple[Callable[..., int], datetime]] = [
        (tell_open, OPENING),
        (tell_closing, datetime(2026, 11, 24, 20, 0, tzinfo=PARIS)),
        (tell_the_day_before, datetime(2026, 11, 25, 17, 0, tzinfo=PARIS)),
    ]
    assert [tell(vallon.group, at=at) for tell, at in moments] == [0, 0, 0]


def test_on_monday_the_treasury_is_told_what_waits_and_nothing_where_nothing_does(vallon: Cast):
    set_roles(vallon.group, vallon.person(vallon.bob), [Role.TREASURER], by=None, at=TUESDAY)
    monday = datetime(2026, 11, 30, 8, 0, tzinfo=PARIS)
    assert tell_the_treasury(vallon.group, at=monday) == 0
    vallon.order(vallon.alice, {vallon.bread: 2}, means="transfer")
    assert [tell_the_treasury(vallon.group, at=monday + timedelta(days=n)) for n in (1, 0, 0)] == [0, 1, 0]
    assert told("E20") == [("bob", "Trésorerie\u202f: 1 virement attendu, 1 distribution à valider")]


def test_in_january_each_household_is_told_its_year(vallon: Cast):
    vallon.order(vallon.alice, {vallon.bread: 2, vallon.vegetables: 1})
    january = datetime(2027, 1, 2, 9, 0, tzinfo=PARIS)
    assert [tell_the_year(vallon.group, at=january + timedelta(days=n)) for n in (-3, 0, 1, 40)] == [0, 1, 0, 0]
    [mail] = OutgoingMail.objects.filter(kind="E21")
    assert mail.subject.endswith("Votre année 2026\u202f: 1 panier, 22,80\u00a0€")
    assert "- Ferme des Aulnes\u202f: 22,80\u00a0€" in mail.body
    assert Told.objects.get().about == "2026"


def test_it_asks_as_much_for_three_households_as_for_one(vallon: Cast):
    other, eve = cast("ruchette", "La Ruchette"), datetime(2026, 11, 25, 17, 0, tzinfo=PARIS)
    vallon.order(vallon.alice, {vallon.bread: 1})
    for member in Membership.objects.filter(group=other.group).with_people():
        other.order(member, {other.bread: 1})
    asked = []
    for group in (vallon.group, other.group):
        with CaptureQueriesContext(connection) as statements:
            tell_the_day_before(group, at=eve)
        asked.append(len(statements))
    assert asked == [13, 13]
