"""An evening on paper that is keyed in leaves what the same evening at the stand leaves; in one act, undone in one."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cabas.distributions.auditing import audit_group
from cabas.distributions.closing_cases import baskets_of, leave_owed
from cabas.distributions.dues import due
from cabas.distributions.models import Basket, Receipt
from cabas.distributions.refusals import AmountsChanged, NothingToTakeBack, NotStarted
from cabas.distributions.serving import serve, take_payment, undo_receipt
from cabas.distributions.weighing import Weights
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Membership
from cabas.ledger.auditing import audit_all
from cabas.ledger.models import Account
from cabas.money import Money
from cabas.papers.keying import DoneMeanwhile, Keyed, NothingKeyed, Outcome, key_in
from cabas.papers.unkeying import take_back_keyed
from cabas.payments.models import Payment
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key

pytestmark = pytest.mark.django_db

NEXT_DAY = THURSDAY_EVENING + timedelta(days=1)
FIVE = (("Alice", "cheque"), ("Bob", "cash"), ("Chloé", "transfer"), ("Denis", "terminal"), ("Eva", "cheque"))


def evening(slug: str = "vallon") -> Cast:
    """Five baskets, 1 to 5, each of 12,00 of vegetables and about 240 g of cheese, 6,00: 18,00."""
    play = cast(slug)
    members = [play.alice, play.bob, *(joined(play, name) for name, _means in FIVE[2:])]
    for member, (_name, means) in zip(members, FIVE, strict=True):
        play.order(member, {play.vegetables: 1, play.cheese: 1}, means=means)
    return play


def joined(play: Cast, name: str) -> Membership:
    address = f"{name.lower()}@{play.group.slug}.example.org".replace("é", "e")
    return add_member(play.group, NewHousehold([NewPerson(name, "Roux", address)]), at=TUESDAY)


def weighed(basket: Basket, grams: int) -> Weights:
    (line,) = [line for line in basket.lines.all() if line.is_weighed]
    return Weights({line.pk: grams})


def baskets(play: Cast) -> list[Basket]:
    return baskets_of(play.distribution)


def on_paper(play: Cast) -> list[Keyed]:
    """1 weighed to 18,50 and paid by cheque, 2 gives 20,00 for 18,00, 3 will transfer, 4 pays later, 5 did not come."""
    one, two, three, four, five = baskets(play)
    eighteen = Money.of("18.00")
    cheque = {"means": "cheque", "amount": Money.of("18.50"), "reference": "0412"}
    return [
        Keyed(one, Outcome.PAID, Money.of("18.50"), weights=weighed(one, 260), **cheque),  # type: ignore[arg-type]
        Keyed(two, Outcome.PAID, eighteen, "cash", Money.of("20.00")),
        Keyed(three, Outcome.AWAITED, eighteen, weights=weighed(three, 240)),
        Keyed(four, Outcome.LATER, Money.of("17.00"), weights=weighed(four, 200)),
        Keyed(five, Outcome.ABSENT, eighteen),
    ]


def signed(play: Cast, **more: Any) -> dict[str, Any]:
    return {"key": key(), "by": play.nadia, "at": NEXT_DAY, **more}


def at_the_stand(play: Cast) -> None:
    """The same evening, tap by tap."""
    one, two, three, four, five = baskets(play)
    then = THURSDAY_EVENING
    take_payment(one, "cheque", weights=weighed(one, 260), **signed(play, at=then))
    take_payment(two, "cash", amount=Money.of("20.00"), **signed(play, at=then))
    serve(three, weights=weighed(three, 240), is_left_owed=False, **signed(play, at=then))
    serve(four, weights=weighed(four, 200), is_left_owed=True, **signed(play, at=then))
    leave_owed(five, is_absent=True, **signed(play, at=then))


def left_by(play: Cast) -> dict[str, Any]:
    """What an evening leaves: each basket, each account, each payment."""
    said = [
        (
            basket.number, basket.total, basket.paid, due(basket).due, basket.left_amount, basket.is_announced,
            basket.served_at is not None, basket.absent_at is not None, basket.version,
        )
        for basket in baskets(play)
    ]  # fmt: skip
    accounts = Account.objects.filter(book=play.group.book).order_by("kind", "number")
    payments = Payment.objects.live().filter(group=play.group).order_by("membership__number")
    return {
        "baskets": said,
        "accounts": list(accounts.values_list("kind", "balance")),
        "payments": list(payments.values_list("membership__number", "means", "amount", "received_on")),
    }


def proved(play: Cast) -> Sequence[object]:
    return [*audit_all(), *audit_group(play.group)]


def test_an_evening_keyed_in_leaves_the_same_to_the_cent_as_the_same_evening_at_the_stand():
    paper, stand = evening(), evening("ailleurs")
    total = key_in(paper.distribution, on_paper(paper), **signed(paper))
    at_the_stand(stand)
    assert total == Money.of("38.50")
    assert left_by(paper) == left_by(stand)
    assert [payment.reference for payment in Payment.objects.filter(group=paper.group)] == ["0412", ""]
    assert proved(paper) == []


def test_the_same_set_counts_once_and_is_undone_in_one_act_weights_stay():
    play = evening()
    before = left_by(play)
    keyed, done = on_paper(play), signed(play)
    assert key_in(play.distribution, keyed, **done) == key_in(play.distribution, keyed, **done) == Money.of("38.50")
    assert Receipt.objects.count() == 2
    assert take_back_keyed(play.distribution, done["key"], **signed(play)) == Money.of("38.50")
    after = left_by(play)
    assert after["payments"] == []
    assert [row[4:8] for row in after["baskets"]] == [row[4:8] for row in before["baskets"]]
    assert [row[1] for row in after["baskets"]] == [Money.of(text) for text in ("18.50", "18", "18", "17", "18")]
    with pytest.raises(NothingToTakeBack):
        take_back_keyed(play.distribution, done["key"], **signed(play))
    assert proved(play) == []


def test_what_was_done_since_stays_when_a_set_is_undone():
    play = evening()
    done = signed(play)
    key_in(play.distribution, on_paper(play), **done)
    one, _two, _three, four, _five = baskets(play)
    undo_receipt(Receipt.objects.get(basket=one), **signed(play))
    take_payment(four, "cash", **signed(play))
    assert take_back_keyed(play.distribution, done["key"], **signed(play)) == Money.of("20.00")
    assert [basket.served_at is not None for basket in baskets(play)] == [False, False, False, True, False]
    assert proved(play) == []


def test_what_the_stand_noted_meanwhile_is_refused_by_its_number_and_nothing_is_recorded():
    play = evening()
    keyed = on_paper(play)
    take_payment(keyed[1].basket, "cash", **signed(play, at=THURSDAY_EVENING))
    before = left_by(play)
    with pytest.raises(DoneMeanwhile, match="Le panier 2 a été noté au stand"):
        key_in(play.distribution, keyed, **signed(play))
    assert left_by(play) == before


def test_another_due_than_was_shown_is_refused_and_its_weights_with_it():
    play = evening()
    keyed = on_paper(play)
    stale = [Keyed(keyed[0].basket, Outcome.PAID, Money.of("18"), "cash", Money.of("18"), "", keyed[0].weights)]
    before = left_by(play)
    with pytest.raises(AmountsChanged):
        key_in(play.distribution, stale, **signed(play))
    with pytest.raises(NothingKeyed):
        key_in(play.distribution, [], **signed(play))
    with pytest.raises(NotStarted):
        key_in(play.distribution, keyed, **signed(play, at=TUESDAY))
    assert left_by(play) == before


def test_forty_baskets_take_as_many_statements_as_two(capsys: pytest.CaptureFixture[str]):
    play = evening()
    for position in range(37):
        play.order(joined(play, f"N{position}"), {play.vegetables: 1, play.cheese: 1})
    all_of_them = baskets(play)
    counts = []
    for some in (all_of_them[:2], all_of_them[2:]):
        keyed = [
            Keyed(one, Outcome.PAID, Money.of("18.50"), "cheque", Money.of("18.50"), "1", weighed(one, 260))
            for one in some
        ]
        with CaptureQueriesContext(connection) as captured:
            key_in(play.distribution, keyed, **signed(play))
        said = [str(query["sql"]) for query in captured]
        counts.append(len([sql for sql in said if not sql.startswith(("SAVEPOINT", "RELEASE"))]))
    with capsys.disabled():
        print(f"  {len(all_of_them)} baskets keyed in: {counts[1]} statements")
    assert counts[0] == counts[1] <= 30
    assert proved(play) == []
