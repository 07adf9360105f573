"""The comparison group's 300 balances with 10 names mistyped: all found but those, each proposed; few statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cabas.bench.comparison import read
from cabas.bench.openings import as_csv, balances_of
from cabas.config.bench_stage import GROUP_FILE
from cabas.groups.founding import found_group
from cabas.groups.members import NewHousehold, NewPerson, add_members
from cabas.ledger.auditing import audit_all
from cabas.ledger.models import Account
from cabas.money import Money
from cabas.payments.auditing import audit_all as audit_payments
from cabas.payments.judging_balances import Case, of_case
from cabas.people.models import User
from tests.cast import TUESDAY
from tests.payments.bringing import pasted, recorded, reviewed

pytestmark = pytest.mark.django_db

PREVIEW, POSTING = 3, 22


def counted(captured: CaptureQueriesContext) -> int:
    nothing = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return sum(not query["sql"].startswith(nothing) for query in captured.captured_queries)


def test_300_balances_are_previewed_and_posted_in_as_many_statements_as_one() -> None:
    comparison = read(GROUP_FILE)
    lines = balances_of(comparison)
    group = found_group("Groupe de comparaison", "comparaison", at=TUESDAY)
    people = [NewPerson(buyer.first_name, buyer.last_name, buyer.email) for buyer in comparison.buyers]
    members = add_members(group, [NewHousehold([person]) for person in people], at=TUESDAY)
    by = User.objects.get(email=comparison.buyers[0].email)

    draft = pasted(group, as_csv(lines), by)
    with CaptureQueriesContext(connection) as previewing:
        review = reviewed(draft)
    doubtful = of_case(review, Case.DOUBTFUL)
    mistyped = [line for line in lines if line.is_mistyped and line.amount]
    assert [line.item.proposed[0].name for line in doubtful if line.item] == [
        f"{line.buyer.first_name} {line.buyer.last_name}" for line in mistyped
    ]
    zeros = sum(not line.amount for line in lines)
    assert (len(lines), sum(line.is_mistyped for line in lines)) == (300, 10)
    assert (len(review.new), len(of_case(review, Case.ZERO))) == (300 - zeros - len(mistyped), zeros)

    with CaptureQueriesContext(connection) as posting:
        recorded(draft, by)
    assert (counted(previewing), counted(posting)) == (PREVIEW, POSTING)
    taken = {line.buyer.number: line.amount for line in lines if not line.is_mistyped}
    said = [taken.get(buyer.number, Money(0)) for buyer in comparison.buyers]
    balances = dict(Account.objects.values_list("pk", "balance"))
    assert [balances[member.account_id] for member in members] == said
    assert [*audit_all(), *audit_payments()] == []
