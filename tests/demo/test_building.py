"""The figures of the demonstration, which journeys and pictures count on."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from cabas.catalogs.models import Product
from cabas.clock import PARIS
from cabas.demo.building import build_demo
from cabas.demo.entrances import PEOPLE
from cabas.distributions import auditing as baskets_auditing
from cabas.distributions.awaiting import awaiting_validation
from cabas.distributions.blocking import backlog
from cabas.distributions.closing_cases import baskets_of, cases
from cabas.distributions.drafts import replace_draft
from cabas.distributions.ordering import Order, commit
from cabas.distributions.shelf import offers
from cabas.groups.models import OFFICES, Adult, Group, Role
from cabas.ledger.auditing import audit_all
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments import auditing as payments_auditing
from cabas.payments.means import Means
from cabas.payments.models import PaymentSettings
from cabas.people.models import User
from tests.cast import TUESDAY
from tests.demo.looking import everything, following, history, member, standing, total

pytestmark = pytest.mark.xdist_group("building")  # one demonstration for all of them

SUNDAY_NIGHT = datetime(2027, 4, 4, 0, 10, tzinfo=PARIS)


def test_camille_is_up_to_date_and_has_not_ordered_for_thursday(vallon: Group) -> None:
    found = standing(vallon, "Camille Moreau", TUESDAY)
    assert (found.state, found.amount) == ("a-jour", Money(0))
    assert not following(vallon, TUESDAY).baskets.filter(membership=member(vallon, "Camille Moreau")).exists()


def test_camille_has_the_history_that_the_account_page_draws(vallon: Group) -> None:
    assert history(vallon, "Camille Moreau", TUESDAY) == [
        (12, "21.80", "0.00"),
        (15, "-21.80", "-21.80"),
        (26, "31.20", "0.00"),
        (30, "-31.20", "-31.20"),
        (40, "17.10", "0.00"),
        (44, "-18.60", "-17.10"),
        (54, "25.00", "1.50"),
        (58, "-23.50", "-23.50"),
    ]


def test_awa_owes_what_she_did_not_pay_of_the_latest_order(vallon: Group) -> None:
    found = standing(vallon, "Awa Diop", TUESDAY)
    assert (found.state, found.amount, found.second) == ("doit", Money.of("12.50"), None)
    assert history(vallon, "Awa Diop", TUESDAY)[0] == (12, "18.50", "-12.50")
    assert "-20.00" in [amount for _days, amount, _balance in history(vallon, "Awa Diop", TUESDAY)]  # taken back


def test_jean_has_paid_in_advance_and_odile_owes_nothing(vallon: Group) -> None:
    assert (standing(vallon, "Jean Petit", TUESDAY).state, standing(vallon, "Jean Petit", TUESDAY).amount) == (
        "avoir",
        Money.of("17.00"),
    )
    assert standing(vallon, "Odile Durand", TUESDAY).state == "a-jour"


def test_the_balances_of_all_add_up(vallon: Group) -> None:
    found = [standing(vallon, each.name, TUESDAY) for each in vallon.memberships.with_people()]
    assert Counter(each.state for each in found) == {"doit": 12, "avoir": 9, "a-regler": 23, "a-jour": 18}
    assert Money.sum(each.amount for each in found if each.state == "doit") == Money.of("184.50")
    assert Money.sum(each.amount for each in found if each.state == "avoir") == Money.of("105.20")


def test_forty_baskets_are_ordered_and_hers_makes_forty_one(vallon: Group) -> None:
    distribution = following(vallon, TUESDAY)
    baskets = baskets_of(distribution)
    assert (len(baskets), total(baskets)) == (40, Money.of("1039.30"))
    assert {basket.means for basket in baskets} == {"cheque", "cash", "transfer", "terminal"}
    assert not {"Camille Moreau", "Awa Diop", "Jean Petit", "Odile Durand"} & {each.membership.name for each in baskets}

    camille = member(vallon, "Camille Moreau")
    names = ("Panier de légumes", "Pain", "Tomme de brebis")
    wanted = {Product.objects.get(group=vallon, name=name).pk: 1 for name in names}
    replace_draft(distribution, camille, wanted, at=TUESDAY)
    basket = commit(distribution, camille, Order(wanted, 0, "cheque"), key="hers", by=camille.people[0], at=TUESDAY)
    assert (basket.number, basket.total) == (41, Money.of("23.40"))
    found = standing(vallon, "Camille Moreau", TUESDAY)
    assert (found.label, found.amount) == ("à régler jeudi, par chèque", Money.of("23.40"))


def test_the_shelf_has_little_honey_and_no_yoghurt_left(vallon: Group) -> None:
    left = {offer.product.name: offer.remaining for offer in offers(following(vallon, TUESDAY), None)}
    assert {name: count for name, count in left.items() if count is not None} == {"Miel": 2, "Yaourts (4)": 0}
    prices = {product.name: str(product.unit_estimate) for product in vallon.products.all()}
    assert {name: prices[name] for name in ("Pain", "Œufs (6)", "Tomme de brebis", "Poulet")} == {
        "Pain": "5.40",
        "Œufs (6)": "2.40",
        "Tomme de brebis": "6.00",
        "Poulet": "13.20",
    }


def test_the_next_evening_is_in_two_days_and_its_orders_are_open(vallon: Group) -> None:
    found = following(vallon, TUESDAY)
    assert found.is_open(TUESDAY)
    assert (found.orders_open_at, found.orders_close_at, found.starts_at, found.ends_at, found.place.name) == (
        datetime(2026, 11, 20, 8, 0, tzinfo=PARIS),
        datetime(2026, 11, 25, 20, 0, tzinfo=PARIS),
        datetime(2026, 11, 26, 18, 30, tzinfo=PARIS),
        datetime(2026, 11, 26, 19, 30, tzinfo=PARIS),
        "Salle des Aulnes",
    )
    later = vallon.distributions.to_come(TUESDAY)[1:]
    assert [each.day.isoformat() for each in later] == ["2026-12-03", "2026-12-10"]


def test_only_the_latest_evening_is_to_validate_with_five_baskets_to_look_at(vallon: Group) -> None:
    (latest,) = vallon.distributions.started(TUESDAY).unvalidated()
    assert latest.day.isoformat() == "2026-11-19"
    assert [(case.basket.membership.name, str(case.due.due)) for case in cases(baskets_of(latest))] == [
        ("Hélène Vasseur", "18.20"),
        ("Fatou Sarr", "14.30"),
        ("Élise Caron", "9.60"),
        ("Marguerite Tissot", "7.40"),
        ("Noé Garnier", "4.00"),
    ]


def test_one_person_holds_each_role(vallon: Group) -> None:
    holders = {holder.role: holder.person.full_name for holder in vallon.role_holders.select_related("person")}
    assert holders == {
        Role.COORDINATOR: "Lucie Bernard",
        Role.TREASURER: "Karim Haddad",
        Role.ADMINISTRATOR: "Solène Marchand",
        Role.CATALOG_COORDINATOR: "Fatou Sarr",
        Role.PRODUCER: "Hugo Aubry",
    }


def test_nobody_else_answers_to_the_letters_that_find_camille(vallon: Group) -> None:
    assert [each.name for each in vallon.memberships.matching("cam").with_people()] == ["Camille Moreau"]
    assert vallon.memberships.count() == 62


def test_every_means_is_accepted(vallon: Group) -> None:
    accepted = PaymentSettings.objects.get(group=vallon).accepted
    assert accepted == [Means.CHEQUE, Means.CASH, Means.TRANSFER, Means.TERMINAL, Means.ONLINE]


def test_the_books_are_proved(vallon: Group) -> None:
    assert [*audit_all(), *baskets_auditing.audit_all(), *payments_auditing.audit_all()] == []


def test_the_mails_of_the_past_have_left(vallon: Group) -> None:
    assert OutgoingMail.objects.filter(group=vallon).exists()
    assert not OutgoingMail.objects.waiting().exists()
    assert not DBTaskResult.objects.ready().exists()


def test_the_second_group_is_blocked_by_four_evenings_and_the_latest_two_are_ready(bloque: Group) -> None:
    assert backlog(bloque, TUESDAY).count == 4
    awaiting = awaiting_validation(bloque, TUESDAY)
    assert [
        (each.distribution.day.isoformat(), each.basket_count, each.total, each.to_look_at, each.is_ready)
        for each in awaiting
    ] == [
        ("2026-10-29", 5, Money.of("124.90"), 2, False),
        ("2026-11-05", 5, Money.of("115.90"), 3, False),
        ("2026-11-12", 4, Money.of("90.40"), 0, True),
        ("2026-11-19", 5, Money.of("107.61"), 0, True),
    ]


def test_the_blocked_group_has_one_evening_that_would_take_orders(bloque: Group) -> None:
    found = following(bloque, TUESDAY)
    assert (found.day.isoformat(), found.is_open(TUESDAY), found.baskets.count()) == ("2026-11-26", True, 0)
    assert len(PaymentSettings.objects.get(group=bloque).accepted) == 4


def test_camille_owes_nothing_to_the_blocked_group(bloque: Group) -> None:
    assert standing(bloque, "Camille Moreau", TUESDAY).state == "a-jour"


def test_the_people_and_the_team_of_the_blocked_group_are_those_of_the_first(bloque: Group, vallon: Group) -> None:
    here = set(Adult.objects.filter(group=bloque).values_list("person", flat=True))
    assert here < set(Adult.objects.filter(group=vallon).values_list("person", flat=True))
    holders = {holder.role: holder.person.email for holder in bloque.role_holders.select_related("person")}
    assert holders == {entrance.role: entrance.email for entrance in PEOPLE if entrance.role in OFFICES}
    assert set(holders) == set(OFFICES)


def test_the_mails_of_the_blocked_group_have_left(bloque: Group) -> None:
    mails = OutgoingMail.objects.filter(group=bloque)
    assert mails.exists()
    assert not mails.filter(sent_at=None).exists()


def test_the_third_group_orders_on_cagnottes_and_hers_is_less_than_the_basket_of_the_journeys(halles: Group) -> None:
    assert PaymentSettings.objects.get(group=halles).accepted == ["cagnotte"]
    camille = standing(halles, "Camille Moreau", TUESDAY)
    assert (camille.state, camille.amount) == ("cagnotte", Money.of("15.00"))
    weighed = standing(halles, "Henri Morin", TUESDAY)  # the scales are never refused
    assert (weighed.state, weighed.amount) == ("doit", Money.of("0.83"))


def test_two_evenings_of_the_third_group_take_orders_and_one_waits_for_a_look(halles: Group) -> None:
    open_now = [each for each in halles.distributions.to_come(TUESDAY) if each.is_open(TUESDAY)]
    assert [(each.day.isoformat(), each.baskets.count()) for each in open_now] == [("2026-11-26", 3), ("2026-12-03", 0)]
    awaiting = awaiting_validation(halles, TUESDAY)
    assert [(each.distribution.day.isoformat(), each.basket_count, each.to_look_at) for each in awaiting] == [
        ("2026-11-19", 5, 1)
    ]


def test_a_cagnotte_that_went_low_was_told_once(halles: Group) -> None:
    told = OutgoingMail.objects.filter(group=halles, kind="E16").order_by("queued_at", "pk")
    assert [*dict.fromkeys(told.values_list("subject", flat=True))] == [
        f"[Les Halles du Vallon] Votre cagnotte est à {left}\u00a0€" for left in ("4,37", "0,00", "9,17", "3,19")
    ]


def accounts() -> dict[str | None, tuple[int, str]]:
    """What a session rests on."""
    return {person.email: (person.pk, person.password) for person in User.objects.exclude(email=None)}


def test_it_is_built_again_as_it_was_and_the_same_on_another_weekday(vallon: Group, settings: Any) -> None:
    settings.IS_DEMO = True
    bloque, halles = Group.objects.get(slug="bloque"), Group.objects.get(slug="halles")
    before = [everything(each, TUESDAY) for each in (vallon, bloque, halles)]
    people = accounts()
    build_demo(at=SUNDAY_NIGHT)
    rebuilt = [Group.objects.get(slug=each.slug) for each in (vallon, bloque, halles)]
    again = rebuilt[0]
    assert set(Group.objects.all()) == {*rebuilt}
    assert not {each.pk for each in rebuilt} & {vallon.pk, bloque.pk, halles.pk}
    assert accounts() == people  # who is signed in stays so
    after = [everything(each, SUNDAY_NIGHT) for each in rebuilt]
    for seen_before, seen_after in zip(before, after, strict=True):
        for what, seen in seen_before.items():
            assert seen_after[what] == seen, what
    assert following(again, SUNDAY_NIGHT).starts_at - SUNDAY_NIGHT == timedelta(days=2, hours=18, minutes=20)
    assert following(again, SUNDAY_NIGHT).is_open(SUNDAY_NIGHT)
    assert [*audit_all(), *baskets_auditing.audit_all(), *payments_auditing.audit_all()] == []
