"""What the worker does of what awaits its validation: it reminds once, and validates by itself what is exactly paid."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from cabas.closing import tasks
from cabas.closing.automatic import AFTER, NotExactlyPaid, NotYet, validate_by_itself
from cabas.closing.tasks import tend, tend_group
from cabas.distributions.auditing import audit_group
from cabas.distributions.models import Basket, Distribution, Validation
from cabas.distributions.serving import serve, take_payment
from cabas.distributions.validation import WeightsEstimated, undo_validation, validate
from cabas.groups.models import Role
from cabas.groups.roles import set_roles
from cabas.ledger.auditing import audit_book
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from tests.cast import THURSDAY_EVENING, Cast, add_distribution, cast, key
from tests.distributions.cagnottes import on_cagnottes, top_up

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def play() -> Cast:
    """Nadia coordinates and administers; Bob administers."""
    play = cast()
    set_roles(play.group, play.person(play.bob), [Role.ADMINISTRATOR], by=None, at=THURSDAY_EVENING)
    return play


def signed(play: Cast) -> dict[str, Any]:
    return {"key": key(), "by": play.nadia, "at": THURSDAY_EVENING}


def paid(play: Cast) -> Basket:
    basket = play.order(play.alice, {play.bread: 1})
    take_payment(basket, "cash", **signed(play))
    return basket


def told(play: Cast, at: datetime) -> list[tuple[str, str, str]]:
    """Code, to whom and subject of what is newly queued about closing, at that moment."""
    last = OutgoingMail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    tend_group(play.group, at=at)
    mails = OutgoingMail.objects.filter(pk__gt=last, kind__in=["E8", "E9", "E10", "E11", "E12"]).order_by("pk")
    return [
        (
            mail.kind,
            mail.to.partition("@")[0],
            mail.subject.removeprefix("[Les Paniers du Vallon] ").replace("\u202f", " "),
        )
        for mail in mails
    ]


def earlier(play: Cast, weeks: int) -> Distribution:
    """An evening so many weeks before, with an order that nobody paid."""
    evening, this = (
        add_distribution(play.group, play.distribution.starts_at - weeks * 7 * DAY, [play.catalog]),
        play.distribution,
    )
    play.distribution = evening
    play.order(play.alice, {play.bread: 1}, at=evening.orders_open_at)
    play.distribution = this
    return evening


def test_the_coordination_is_reminded_one_hour_three_and_seven_days_after_the_end_each_once(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    end = play.distribution.ends_at
    assert told(play, end + HOUR - timedelta(seconds=1)) == []
    evening = "Distribution du 26 novembre : 1 panier à regarder avant de valider"
    assert told(play, end + HOUR) == [("E8", "nadia", evening)]
    assert told(play, end + 2 * DAY) == []
    again = "Rappel : la distribution du 26 novembre n’est pas validée"
    assert told(play, end + 3 * DAY) == [("E9", "nadia", again)]
    assert told(play, end + 7 * DAY) == [("E9", "nadia", again)]
    assert told(play, end + 30 * DAY) == []


def test_a_worker_that_was_away_says_the_latest_only(play: Cast) -> None:
    paid(play)
    assert [kind for kind, _to, _subject in told(play, play.distribution.ends_at + 8 * DAY)] == ["E9"]
    assert told(play, play.distribution.ends_at + 9 * DAY) == []


def test_a_distribution_that_is_validated_or_ready_says_so(play: Cast) -> None:
    paid(play)
    at = play.distribution.ends_at + HOUR
    ready = "Distribution du 26 novembre : tout est réglé, il reste à valider"
    assert told(play, at) == [("E8", "nadia", ready)]
    validate(play.distribution, key=key(), by=play.nadia, at=at)
    assert told(play, at + 5 * DAY) == []


def test_close_to_the_block_and_blocked_are_told_once_to_whom_it_concerns(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    for weeks in (1, 2):
        earlier(play, weeks)
    at = THURSDAY_EVENING
    close = "Encore 1 distribution non validée et les commandes seront bloquées"
    assert {mail for mail in told(play, at) if mail[0] == "E10"} == {("E10", "nadia", close), ("E10", "bob", close)}
    assert told(play, at) == []
    earlier(play, 3)
    blocked = "Commandes bloquées : 4 distributions à valider"
    found = [mail for mail in told(play, at + HOUR / 2) if mail[0] == "E11"]
    assert sorted(found) == [("E11", "bob", blocked), ("E11", "nadia", blocked)]
    assert told(play, at + HOUR / 2) == []


def test_two_weeks_after_its_end_what_is_exactly_paid_validates_itself_signed_by_nobody(play: Cast) -> None:
    paid(play)
    end = play.distribution.ends_at
    told(play, end + AFTER - HOUR)
    assert not Validation.objects.exists()
    subject = "Distribution du 26 novembre validée automatiquement : tout était réglé"
    assert told(play, end + AFTER) == [("E12", "nadia", subject)]
    made = Validation.objects.get()
    assert (made.by, made.is_automatic, made.total, made.basket_count) == (None, True, Money.of("5.40"), 1)
    assert [*audit_book(play.group.book), *audit_group(play.group)] == []
    assert told(play, end + 2 * AFTER) == []


def test_it_is_undone_like_another_and_not_validated_again_behind_their_back(play: Cast) -> None:
    paid(play)
    at = play.distribution.ends_at + AFTER
    made = validate_by_itself(play.distribution, at=at)
    undo_validation(made, why="la tomme", key=key(), by=play.nadia, at=at + DAY)
    told(play, at + 2 * DAY)
    assert Validation.objects.live().count() == 0
    with pytest.raises(NotYet):
        validate_by_itself(play.distribution, at=at + 2 * DAY)
    assert [*audit_book(play.group.book), *audit_group(play.group)] == []


@pytest.mark.parametrize("left", [True, False])
def test_what_is_not_exactly_paid_waits_also_where_it_was_left_owed(play: Cast, left: bool) -> None:
    serve(play.order(play.alice, {play.bread: 1}), is_left_owed=left, **signed(play))
    with pytest.raises(NotExactlyPaid):
        validate_by_itself(play.distribution, at=play.distribution.ends_at + AFTER)


def test_a_later_basket_that_is_not_paid_yet_keeps_nothing_back(play: Cast) -> None:
    paid(play)
    first, later = (
        play.distribution,
        add_distribution(play.group, play.distribution.starts_at + 21 * DAY, [play.catalog]),
    )
    play.distribution = later
    play.order(play.alice, {play.vegetables: 1}, at=later.orders_open_at)
    assert validate_by_itself(first, at=first.ends_at + AFTER).is_automatic


def test_an_older_debt_does(play: Cast) -> None:
    paid(play)
    earlier(play, 1)
    with pytest.raises(NotExactlyPaid):
        validate_by_itself(play.distribution, at=play.distribution.ends_at + AFTER)


def test_what_was_paid_twice_or_not_weighed_waits(play: Cast) -> None:
    basket, at = paid(play), play.distribution.ends_at + AFTER
    take_payment(basket, "cash", amount=Money.of("5.40"), is_besides=True, **signed(play))
    with pytest.raises(NotExactlyPaid):
        validate_by_itself(play.distribution, at=at)
    take_payment(play.order(play.bob, {play.cheese: 1}), "cash", **signed(play))
    with pytest.raises(WeightsEstimated):
        validate_by_itself(play.distribution, at=at)


def test_a_cagnotte_settles_its_baskets_whatever_it_holds(play: Cast) -> None:
    on_cagnottes(play, allows_negative=True)
    top_up(play, play.alice, "1.00")
    play.order(play.alice, {play.bread: 1}, means="cagnotte")
    assert validate_by_itself(play.distribution, at=play.distribution.ends_at + AFTER).is_automatic


def test_the_chain_keeps_itself_going_and_tends_the_groups_that_have_payments_on(
    play: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid(play)
    monkeypatch.setattr(tasks, "now", lambda: play.distribution.ends_at + AFTER)
    for _run in range(2):
        tend.call()
    waiting = DBTaskResult.objects.filter(status="READY", task_path=tend.module_path)
    assert (waiting.count(), Validation.objects.get().is_automatic) == (1, True)
