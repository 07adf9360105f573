"""The balances of a group are one dated set: all or none, once, told where cagnottes fall, undone in one act."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cabas.distributions.explaining import explained
from cabas.groups.chart import Kind
from cabas.groups.import_drafts import ImportedAlready
from cabas.groups.members import NewHousehold, NewPerson, add_members
from cabas.groups.models import Membership
from cabas.ledger.models import Transaction
from cabas.ledger.posting import DatedInTheFuture
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.auditing import audit_all
from cabas.payments.balance_import import PreviewChanged, record
from cabas.payments.models import OpeningBalance, OpeningSet, PaymentSettings
from cabas.payments.opening_balances import NothingToTakeOver, TakenOverAlready, take_over, undo_opening_balance
from cabas.payments.reasons import ReasonMissing
from cabas.payments.taking_over_together import (
    Brought,
    NothingLeftToUndo,
    SameMemberTwice,
    SetUndoneAlready,
    take_over_all,
    undo_opening_set,
)
from tests.cast import TUESDAY, Cast, cast, key
from tests.distributions.cagnottes import on_cagnottes
from tests.payments.accounts import balance, held
from tests.payments.bringing import OCTOBER, pasted, recorded, reviewed
from tests.racing import race_processes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proved")]

LONG_AGO = date(2019, 6, 30)
LIST = "Alice Martin;-12,50\nBob Lenoir;8,00"


def brought(play: Cast, *euros: str) -> list[Brought]:
    return [Brought(member, Money.of(each)) for member, each in zip((play.alice, play.bob), euros, strict=False)]


def taken_over(play: Cast, *euros: str, **more: object) -> OpeningSet:
    said: dict[str, object] = {"on": OCTOBER, "key": key(), "by": play.nadia, "at": TUESDAY} | more
    return take_over_all(play.group, brought(play, *euros), **said)  # type: ignore[arg-type]


def undone(done: OpeningSet, play: Cast, why: str = "le fichier était celui de mars") -> None:
    undo_opening_set(done, why=why, key=key(), by=play.nadia, at=TUESDAY)


def balances(play: Cast) -> tuple[str, str, str]:
    """Alice's, Bob's, and what stands against them."""
    return balance(play.alice), balance(play.bob), held(play, Kind.OPENING_BALANCES)


def test_a_set_stands_on_each_account_at_its_day_with_who_and_when(play: Cast) -> None:
    done = taken_over(play, "-12.50", "8.00", source="soldes.csv")
    assert (done.number, done.stood_on, done.source) == (1, OCTOBER, "soldes.csv")
    assert (done.recorded_at, done.recorded_by, done.undone_at) == (TUESDAY, play.nadia, None)
    assert [(one.membership, str(one.amount), one.stood_on) for one in done.openings.order_by("pk")] == [
        (play.alice, "-12.50", OCTOBER),
        (play.bob, "8.00", OCTOBER),
    ]
    assert balances(play) == ("-12.50", "8.00", "-4.50")
    assert [line.cause.title for line in explained(play.alice)] == ["Reprise de solde"]
    assert {posted.occurred_on for posted in Transaction.objects.filter(kind="opening balance")} == {OCTOBER}


def test_a_set_may_be_older_than_a_year_and_is_never_of_tomorrow(play: Cast) -> None:
    assert taken_over(play, "-1.00", on=LONG_AGO).stood_on == LONG_AGO
    with pytest.raises(DatedInTheFuture):
        take_over_all(
            play.group,
            [Brought(play.bob, Money.of("1.00"))],
            on=TUESDAY.date() + timedelta(days=1),
            key=key(),
            by=play.nadia,
            at=TUESDAY,
        )
    assert balances(play) == ("-1.00", "0.00", "-1.00")


def test_the_same_act_sent_twice_is_one_set(play: Cast) -> None:
    sent = key()
    assert taken_over(play, "-12.50", "8.00", key=sent) == taken_over(play, "-12.50", "8.00", key=sent)
    assert balances(play) == ("-12.50", "8.00", "-4.50")


def test_all_or_none_who_was_taken_over_is_named(play: Cast) -> None:
    take_over(play.bob, Money.of("3.00"), on=OCTOBER, key=key(), by=play.nadia, at=TUESDAY)
    with pytest.raises(TakenOverAlready) as refused:
        taken_over(play, "-12.50", "8.00")
    assert str(refused.value).startswith("Solde déjà repris pour Bob Lenoir\u202f: +\u00a03,00\u00a0€ au 31/10/2026.")
    assert balances(play) == ("0.00", "3.00", "3.00")
    assert OpeningSet.objects.count() == 0


def test_a_member_twice_or_a_balance_of_nothing_is_refused(play: Cast) -> None:
    signed = {"key": key(), "by": play.nadia, "at": TUESDAY}
    with pytest.raises(SameMemberTwice) as refused:
        take_over_all(play.group, [*brought(play, "1.00"), *brought(play, "2.00")], **signed)  # type: ignore[arg-type]
    assert str(refused.value) == (
        "Alice Martin a deux soldes à reprendre. Rien n’a été enregistré\u202f: gardez une des deux lignes."
    )
    for nothing in (brought(play, "0.00"), []):
        with pytest.raises(NothingToTakeOver):
            take_over_all(play.group, nothing, **signed)  # type: ignore[arg-type]


def test_undone_as_a_set_everybody_may_be_taken_over_anew(play: Cast) -> None:
    done = taken_over(play, "-12.50", "8.00")
    with pytest.raises(ReasonMissing):
        undone(done, play, why="  ")
    undone(done, play)
    done.refresh_from_db()
    assert (done.undone_at, done.undone_by, done.undone_reason) == (
        TUESDAY,
        play.nadia,
        "le fichier était celui de mars",
    )
    assert balances(play) == ("0.00", "0.00", "0.00")
    assert taken_over(play, "-3.00").number == 2
    assert balances(play) == ("-3.00", "0.00", "-3.00")


def test_undone_twice_is_refused_and_says_when_it_was(play: Cast) -> None:
    done = taken_over(play, "-12.50")
    undone(done, play)
    with pytest.raises(SetUndoneAlready) as refused:
        undone(done, play)
    assert str(refused.value) == (
        "Cette reprise de soldes est déjà annulée, le mar. 24 nov., 10\u00a0h. Rien n’a changé."
    )


def test_what_was_undone_alone_is_left_as_it_is(play: Cast) -> None:
    done = taken_over(play, "-12.50", "8.00")
    alices = done.openings.get(membership=play.alice)
    undo_opening_balance(alices, why="c’était Bob", key=key(), by=play.nadia, at=TUESDAY)
    take_over(play.alice, Money.of("1.00"), key=key(), by=play.nadia, at=TUESDAY)
    undone(done, play)
    assert balances(play) == ("1.00", "0.00", "1.00")


def test_a_set_of_which_each_was_undone_alone_has_nothing_left_to_undo(play: Cast) -> None:
    done = taken_over(play, "-12.50")
    undo_opening_balance(done.openings.get(), why="c’était Bob", key=key(), by=play.nadia, at=TUESDAY)
    with pytest.raises(NothingLeftToUndo):
        undone(done, play)


def test_cagnottes_that_fall_below_the_threshold_are_told_in_one_go(play: Cast) -> None:
    on_cagnottes(play, low_balance_threshold=Money(0))
    done = taken_over(play, "-12.50", "8.00")
    assert [(mail.kind, mail.to) for mail in OutgoingMail.objects.all()] == [("E16", "alice@vallon.example.org")]
    PaymentSettings.objects.update(low_balance_threshold=Money.of("5.00"))
    undone(done, play)
    assert [mail.to for mail in OutgoingMail.objects.order_by("pk")][1:] == ["bob@vallon.example.org"]


def test_the_preview_is_posted_as_it_was_shown_once(play: Cast) -> None:
    draft = pasted(play.group, LIST, play.nadia)
    with pytest.raises(PreviewChanged):
        record(draft, on=OCTOBER, shown="another", by=play.nadia, at=TUESDAY)
    done = recorded(draft, play.nadia)
    assert (done.source, done.openings.count(), balances(play)) == ("texte collé", 2, ("-12.50", "8.00", "-4.50"))
    draft.refresh_from_db()
    assert (draft.rows, draft.imported_at) == ([], TUESDAY)
    with pytest.raises(ImportedAlready):
        record(draft, on=OCTOBER, shown="any", by=play.nadia, at=TUESDAY)


def test_the_database_refuses_an_undone_set_without_a_reason(play: Cast) -> None:
    done = taken_over(play, "1.00")
    with pytest.raises(IntegrityError), transaction.atomic():
        OpeningSet.objects.filter(pk=done.pk).update(undone_at=TUESDAY)


def test_a_set_that_does_not_hold_together_is_named_by_the_audit(play: Cast) -> None:
    done = taken_over(play, "8.00")
    OpeningSet.objects.update(undone_at=TUESDAY, undone_reason="erreur")
    number = done.openings.get().transaction.number
    assert [str(fault) for fault in audit_all()] == [
        f"Groupe vallon, opération n° {number}\u202f: "
        "la reprise de solde de 8,00\u00a0€ n’est pas comme son ensemble, n° 1."
    ]
    OpeningSet.objects.update(undone_at=None, undone_reason="")


def test_it_takes_the_same_statements_for_1_and_for_300(play: Cast) -> None:
    def counted(members: list[Membership]) -> tuple[int, int]:
        """To preview and to post, then to undo."""
        text = "\n".join(f"{member.name};-{position},50" for position, member in enumerate(members, 1))
        draft = pasted(play.group, text, play.nadia)
        with CaptureQueriesContext(connection) as posting:
            done = recorded(draft, play.nadia)
        with CaptureQueriesContext(connection) as undoing:
            undone(done, play)
        assert OpeningBalance.objects.filter(opening_set=done).count() == len(members)
        return len(posting), len(undoing)

    households = [NewHousehold([NewPerson("Membre", f"N{position}")]) for position in range(300)]
    added = [member.pk for member in add_members(play.group, households, at=TUESDAY)]
    many = [*Membership.objects.filter(pk__in=added).with_people()]
    assert counted([play.alice]) == counted(many)


@pytest.mark.django_db(transaction=True)
@pytest.mark.concurrent
@pytest.mark.parametrize("way", ["preview", "rule"])
def test_of_two_sets_at_once_one_is_taken_and_the_other_refused_by_name(way: str) -> None:
    play = cast()
    drafts = [pasted(play.group, LIST, play.nadia) for _each in range(2)]
    reviewed(drafts[0])
    keys = [key(), key()]

    def act(position: int) -> str:
        if way == "preview":
            recorded(drafts[position], play.nadia)
        else:
            taken_over(play, "-12.50", "8.00", key=keys[position])
        return "taken"

    refusals = {"preview": {"PreviewChanged", "NothingToTakeOver"}, "rule": {"TakenOverAlready"}}[way]
    outcomes = race_processes(2, act)
    assert outcomes["taken"] == 1
    assert set(outcomes) - {"taken"} <= refusals
    assert sum(outcomes.values()) == 2
    assert balances(play) == ("-12.50", "8.00", "-4.50")
    assert OpeningSet.objects.count() == 1
