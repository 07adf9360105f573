"""A page takes the same statements with 1 and 3 rows of everything, in a small and a large installation; 12 at most."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cabas.announcements.audiences import audience_of
from cabas.announcements.files import give
from cabas.announcements.writing import Message, send
from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.distributions.closing_cases import baskets_of
from cabas.distributions.dues import due
from cabas.distributions.models import Distribution, Participation
from cabas.distributions.serving import take_payment
from cabas.distributions.validation import validate
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Role
from cabas.groups.roles import set_roles
from cabas.membership_fees.asking import ask
from cabas.money import Money
from cabas.papers.keying import Keyed, Outcome, key_in
from cabas.payments.batches import TypedPayment, record_payments
from cabas.payments.receiving import record_payment
from cabas.payments.taking_over_together import Brought, take_over_all
from cabas.planning.calendars import renew
from cabas.planning.cancelling import cancel
from cabas.planning.models import Cycle, CycleDay
from cabas.planning.stakes import baskets_at_stake
from cabas.planning.withdrawing import lines_at_stake, withdraw
from cabas.producers.inviting import invite
from cabas.producers.keeping import let_vendor_keep
from cabas.stand.day_passes import give_pass, token_of
from cabas.volunteering.models import DutyRole
from cabas.volunteering.signing_up import put_on
from tests.access_table import ROWS, Row
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_distribution, add_product, cast, key

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("statements")]

STATEMENTS_MAX = 12
NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
IMPORTS = {
    "groups:member_import_preview": "groups:member_import",
    "catalogs:product_import_preview": "catalogs:product_import",
    "treasury:openings_preview": "treasury:openings",
    "households:invitations": "households:inviting",
}
GIVEN = {"distributions:delete_distribution": {"number": 2}}  # nobody has ordered for it
PASTED = "Nom;Prénom;Prix\nDurand;Zoé;3,00\nMiel;;8,00"
REDIRECTS = {"producers:farms", "distributions:shop_next", "distributions:card_returned", "joining:join"}
RECEIPTS = ("papers:receipt", "papers:receipt_pdf", "treasury:receipt", "treasury:receipt_pdf")
WITH_CAGNOTTES = {
    "distributions:top_up",
    "distributions:top_up_card",
    "distributions:top_up_card_left",
    "distributions:top_up_card_returned",
}  # no such page here: tests/distributions/test_cagnotte_pages.py counts it
PAGES = [(name, row) for name, row in ROWS if row.method == "GET" and ":" in name and name not in WITH_CAGNOTTES]
FIRST_WEEK = 2  # the week before is that of the tables of pages


@dataclass(frozen=True)
class Size:
    """How much there is: rows of what a page lists, evenings that are over, other groups."""

    rows: int
    weeks: int
    groups: int


SMALL, LARGE = Size(rows=1, weeks=1, groups=1), Size(rows=3, weeks=20, groups=20)


def grow(play: Cast, rows: int) -> None:
    """So many of everything a page lists: members with orders and mails, products, catalogs, distributions, roles."""
    with time_machine.travel(TUESDAY, tick=False):
        for position in range(rows):
            person = NewPerson("Membre", f"N{position}", f"membre{position}@vallon.example.org")
            member = add_member(play.group, NewHousehold([person]), at=TUESDAY)
            play.order(member, {play.vegetables: 1, play.cheese: 1})
            set_roles(play.group, member.people[0], [Role.COORDINATOR], by=play.nadia, at=TUESDAY)
            vendor = add_vendor(play.group, f"Ferme {position}")
            role = DutyRole.objects.create(group=play.group, name=f"Rôle {position}", people_wanted=2)
            put_on(play.distribution, role, member.people[0], by=play.nadia, at=TUESDAY)
            add_product(add_catalog(vendor, vendor.name), f"Produit {position}", "2.00")
            add_product(play.catalog, f"Miel {position}", "8.00", stock=9)
            play.order(play.alice, {play.vegetables: position + 1, play.bread: 1})
            add_distribution(
                play.group, play.distribution.starts_at + timedelta(days=7 * (position + 1)), [play.catalog]
            )
        in_a_cycle(play)


def in_a_cycle(play: Cast) -> None:
    """Its distributions, but the one that is ordered for, belong to a cycle."""
    hours = {
        "starts": "18:30",
        "ends": "19:30",
        "opens_before": 6,
        "opens": "08:00",
        "closes_before": 1,
        "closes": "20:00",
    }
    days = {"first_on": "2026-12-03", "last_on": "2027-12-03", "rhythm": "weekly", "place_name": "Salle"}
    cycle = Cycle.objects.create(group=play.group, number=1, made_at=TUESDAY, **hours, **days)
    for each in play.group.distributions.exclude(pk=play.distribution.pk):
        CycleDay.objects.create(group=play.group, cycle=cycle, distribution=each)


def of_planning(name: str, play: Cast) -> dict[str, Any]:
    """A cycle, and a calendar."""
    if name in ("planning:cycle", "planning:cycle_removal"):
        return {"cycle": play.group.cycles.get().number}
    if name == "planning:feed":
        return {"token": renew(play.alice, play.person(play.alice), at=TUESDAY).token}
    if name == "planning:restoring":
        take_out(play)
    if name == "planning:catalog_restoring":
        take_out_catalog(play)
    return {}


def take_out(play: Cast) -> None:
    """The distribution that is ordered for is cancelled."""
    baskets = baskets_at_stake(play.distribution)
    seen = Money.sum(basket.total for basket in baskets)
    cancel(play.distribution, why="", count=len(baskets), seen=seen, key=key(), by=play.nadia, at=TUESDAY)


def take_out_catalog(play: Cast) -> None:
    """The catalog that is ordered from is withdrawn; another one stays."""
    other = play.group.catalogs.exclude(pk=play.catalog.pk).first()
    Participation.objects.create(group=play.group, distribution=play.distribution, catalog=other)
    lines = lines_at_stake(play.distribution, play.catalog)
    count, seen = len({line.basket_id for line in lines}), Money.sum(line.total for line in lines)
    withdraw(play.distribution, play.catalog, count=count, seen=seen, key=key(), by=play.nadia, at=TUESDAY)


def drafted(name: str, arguments: dict[str, Any], client: Client) -> dict[str, Any]:
    """The draft of an import that waits for its preview."""
    if name not in IMPORTS:
        return {}
    upload = reverse(IMPORTS[name], kwargs={key: value for key, value in arguments.items() if key != "draft"})
    preview = client.post(upload, {"pasted": PASTED, "people": "zoe@x.fr"})["Location"]
    return {"draft": preview.rstrip("/").rsplit("/", 1)[1]}


def real(name: str, row: Row, play: Cast, client: Client) -> dict[str, Any]:
    """Arguments that open a page where those of the access table lead to nothing."""
    arguments: dict[str, Any] = {"slug": play.group.slug, **(row.arguments or {}), **GIVEN.get(name, {})}
    arguments |= {"done": keyed(play)} if name == "papers:keyed" else {}
    if name.startswith("membership_fees:"):
        ask(play.group, Money(1500), month=9, day=1, at=TUESDAY)
    known = {"product": play.vegetables.pk, "person": play.person(play.alice).pk}
    arguments |= {each: known[each] for each in known.keys() & arguments.keys()}
    arguments |= drafted(name, arguments, client)
    if name == "closing:undo":
        arguments["number"] = validated(play).number
    if name == "volunteering:role":
        arguments["role"] = DutyRole.objects.filter(group=play.group).first().pk  # type: ignore[union-attr]
    if name == "treasury:opening_set":
        members = play.group.memberships.select_related("account").with_people()
        brought = [Brought(member, Money(-100)) for member in members]
        arguments["number"] = take_over_all(play.group, brought, key=key(), by=play.nadia, at=TUESDAY).number
    if name == "treasury:batch_recorded":
        arguments["done"] = key()
        typed = [TypedPayment(member, "cash", Money(100)) for member in play.group.memberships.all()]
        record_payments(play.group, typed, key=arguments["done"], by=play.nadia, at=TUESDAY)
    if name in ("stand:passes", "stand:pass_opening"):
        token = passes_given(play)
        arguments |= {"token": token} if "token" in arguments else {}
    arguments |= of_planning(name, play) | of_announcements(name, play)
    if name in ("treasury:operation", *RECEIPTS):
        signed = {"key": key(), "by": play.nadia, "at": TUESDAY}
        arguments["operation"] = record_payment(play.alice, "cash", Money(100), **signed).transaction.number
    return arguments


def of_announcements(name: str, play: Cast) -> dict[str, Any]:
    """A message to everybody, with a file."""
    if name not in ("announcements:message", "announcements:file"):
        return {}
    audience, about = audience_of(play.group, "tous", at=TUESDAY), {"by": play.nadia, "at": TUESDAY}
    message, tap = Message("Bonjour [prénom]", "À jeudi."), UUID(key())
    given = give(play.group, tap, "lettre.pdf", BytesIO(b"%PDF-1.7"), **about)
    sent = send(play.group, audience, message, key=tap, leaves_after=timedelta(minutes=2), **about)
    return {"number": sent.number} if name == "announcements:message" else {"file": given.pk}


def passes_given(play: Cast) -> str:
    """Everybody has a link for the stand; the token of the last."""
    people = [member.people[0] for member in play.group.memberships.with_people()]
    return [token_of(give_pass(play.distribution, person, by=play.nadia, at=TUESDAY)) for person in people][-1]


def keyed(play: Cast) -> str:
    """Every basket of the evening, keyed in as paid in cash; the key of that act."""
    said = [Keyed(one, Outcome.PAID, due(one).due, "cash", due(one).due) for one in baskets_of(play.distribution)]
    done = key()
    key_in(play.distribution, said, key=done, by=play.nadia, at=THURSDAY_EVENING)
    return done


def validated(play: Cast) -> Distribution:
    """An evening of last week, validated."""
    evening = add_distribution(play.group, play.distribution.starts_at - timedelta(days=7), [play.catalog])
    validate(evening, key=key(), by=play.nadia, at=TUESDAY)
    return evening


def pass_weeks(play: Cast, weeks: int) -> None:
    """So many evenings that are over: Alice ordered and paid, and each was validated."""
    for week in range(FIRST_WEEK, FIRST_WEEK + weeks):
        ago = timedelta(weeks=week)
        evening = add_distribution(play.group, play.distribution.starts_at - ago, [play.catalog])
        basket = replace(play, distribution=evening).order(play.alice, {play.bread: 1}, at=TUESDAY - ago)
        take_payment(basket, "cheque", key=key(), by=play.nadia, at=evening.ends_at)
        validate(evening, key=key(), by=play.nadia, at=evening.ends_at)


def settle_others(play: Cast, groups: int) -> None:
    """So many other groups, where people order too; Alice is a member of each."""
    alice = play.person(play.alice)
    for position in range(groups):
        other = cast(f"{play.group.slug}-{position}", f"Groupe {position}")
        member = add_member(other.group, NewHousehold([NewPerson("", "", alice.email or "")]), at=TUESDAY)
        for household in (member, other.bob):
            other.order(household, {other.vegetables: 1})


def everybody(play: Cast) -> Client:
    """Alice, who orders, with every role."""
    alice = play.person(play.alice)
    set_roles(play.group, alice, list(Role), by=play.nadia, at=TUESDAY)
    invite(play.catalog.vendor, NewPerson("Alice", "Martin", alice.email or ""), by=play.nadia, at=TUESDAY)
    let_vendor_keep(play.catalog, by=play.nadia, at=TUESDAY)
    client = Client()
    client.force_login(play.person(play.alice))
    return client


def asked(client: Client, name: str, row: Row, play: Cast, *, is_first: bool) -> list[str]:
    """The statements of a page that opens; `is_first`: of the second time, as the first fills per-process caches."""
    with time_machine.travel(row.at, tick=False), transaction.atomic():
        url = reverse(name, kwargs=real(name, row, play, client))
        if is_first:
            client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == (302 if name in REDIRECTS else 200), url
        transaction.set_rollback(True)  # what was done for one page is not seen on another
    return [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(NOT_COUNTED)]


@cache
def statements_of_pages() -> dict[Size, dict[str, list[str]]]:
    """What each page asks in installations of both sizes: opened once for all the tests that look at it."""
    small = _statements_of_pages(SMALL, is_first=True)
    return {SMALL: small, LARGE: _statements_of_pages(LARGE, is_first=False)}


def _statements_of_pages(size: Size, *, is_first: bool) -> dict[str, list[str]]:
    play = cast(f"vallon{size.rows}")
    client = everybody(play)
    grow(play, size.rows)
    pass_weeks(play, size.weeks)
    settle_others(play, size.groups)
    return {name: asked(client, name, row, play, is_first=is_first) for name, row in PAGES}


def test_a_page_takes_the_same_statements_with_1_and_3_rows_after_1_and_20_distributions_beside_1_and_20_groups(
    capsys: pytest.CaptureFixture[str],
) -> None:
    opened = statements_of_pages()
    small, large = ({name: len(asked) for name, asked in opened[size].items()} for size in (SMALL, LARGE))
    with capsys.disabled():
        for name, count in large.items():
            print(f"  {count:3d} statements  {name}")
    assert large == small


def test_a_page_takes_12_statements_at_most() -> None:
    counted = {name: len(asked) for name, asked in statements_of_pages()[LARGE].items()}
    assert {name: count for name, count in counted.items() if count > STATEMENTS_MAX} == {}
