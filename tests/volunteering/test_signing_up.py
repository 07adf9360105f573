"""Who is on duty: a member takes a free place in time and gives it back in time; the coordination decides freely."""

from datetime import datetime, timedelta

import pytest

from cabas.clock import PARIS
from cabas.distributions.validation import validate
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.volunteering.duties import duties_of, needs_coming, needs_of
from cabas.volunteering.models import Adjustment, Duty, DutyRole
from cabas.volunteering.refusals import (
    DutiesOver,
    NotNeeded,
    NotOfTheGroup,
    NotYetOpen,
    PlacesTaken,
    RoleInUse,
    RoleNameTaken,
    TooLateToLeave,
)
from cabas.volunteering.roles import adjust, remove_role, restore_role, save_role
from cabas.volunteering.signing_up import put_on, sign_off, sign_up, take_off
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_distribution, cast, key
from tests.volunteering.conftest import Helpers

DAY = timedelta(days=1)
SEPTEMBER_26 = datetime(2026, 9, 26, tzinfo=PARIS)  # the clocks change in October
WEDNESDAY = datetime(2026, 11, 25, tzinfo=PARIS)


def wanted(play: Cast) -> dict[str, tuple[int, int]]:
    """Wanted and taken, by role."""
    return {need.name: (need.wanted, need.taken) for need in needs_of(play.distribution)}


def test_a_place_is_taken_once_and_given_back(helpers: Helpers) -> None:
    play = helpers.play
    for _twice in range(2):
        sign_up(play.distribution, helpers.hand_out, helpers.alice, at=TUESDAY)
    assert wanted(play) == {"Distribution": (2, 1), "Accueil": (1, 0)}
    assert [need.is_mine for need in needs_of(play.distribution, helpers.alice)] == [True, False]
    for _twice in range(2):
        sign_off(play.distribution, helpers.hand_out, helpers.alice, at=TUESDAY)
    assert wanted(play) == {"Distribution": (2, 0), "Accueil": (1, 0)}


def test_a_full_role_refuses_one_more_and_the_coordination_may_still_add(helpers: Helpers) -> None:
    play = helpers.play
    sign_up(play.distribution, helpers.welcome, helpers.alice, at=TUESDAY)
    with pytest.raises(PlacesTaken):
        sign_up(play.distribution, helpers.welcome, helpers.bob, at=TUESDAY)
    put_on(play.distribution, helpers.welcome, helpers.bob, by=play.nadia, at=TUESDAY)
    assert wanted(play)["Accueil"] == (1, 2)


def test_signing_up_opens_60_days_before_and_ends_with_the_distribution(helpers: Helpers) -> None:
    here = helpers.play.distribution
    with pytest.raises(NotYetOpen, match="ouvrent le dimanche 27 septembre"):
        sign_up(here, helpers.welcome, helpers.alice, at=SEPTEMBER_26 + timedelta(hours=23, minutes=59))
    sign_up(here, helpers.welcome, helpers.alice, at=SEPTEMBER_26 + DAY)
    with pytest.raises(DutiesOver):
        sign_up(here, helpers.hand_out, helpers.alice, at=here.ends_at)


def test_signing_off_ends_two_days_before_but_a_mistake_of_this_hour_is_undone(helpers: Helpers) -> None:
    here = helpers.play.distribution
    sign_up(here, helpers.welcome, helpers.alice, at=TUESDAY - DAY)
    sign_off(here, helpers.welcome, helpers.alice, at=WEDNESDAY - timedelta(minutes=1))
    sign_up(here, helpers.welcome, helpers.alice, at=TUESDAY)
    with pytest.raises(TooLateToLeave):
        sign_off(here, helpers.welcome, helpers.alice, at=WEDNESDAY)
    late = here.starts_at - DAY
    sign_up(here, helpers.hand_out, helpers.bob, at=late)
    sign_off(here, helpers.hand_out, helpers.bob, at=late + timedelta(minutes=59))
    assert take_off(here, helpers.welcome, helpers.alice)
    assert not Duty.objects.exists()


def test_a_validated_distribution_keeps_its_duties_and_a_past_one_is_put_right_until_then(helpers: Helpers) -> None:
    play = helpers.play
    put_on(play.distribution, helpers.welcome, helpers.alice, by=play.nadia, at=THURSDAY_EVENING + DAY)
    validate(play.distribution, key=key(), by=play.nadia, at=THURSDAY_EVENING + DAY)
    with pytest.raises(DutiesOver):
        sign_up(play.distribution, helpers.hand_out, helpers.bob, at=TUESDAY)
    with pytest.raises(DutiesOver):
        put_on(play.distribution, helpers.hand_out, helpers.bob, by=play.nadia, at=THURSDAY_EVENING + DAY)
    with pytest.raises(DutiesOver):
        take_off(play.distribution, helpers.welcome, helpers.alice)


def test_who_is_on_duty_is_of_the_group_and_who_left_it_is_not_there_any_more(helpers: Helpers) -> None:
    play, elsewhere = helpers.play, cast("halles")
    with pytest.raises(NotOfTheGroup):
        put_on(play.distribution, helpers.welcome, elsewhere.person(elsewhere.bob), by=play.nadia, at=TUESDAY)
    sign_up(play.distribution, helpers.welcome, helpers.bob, at=TUESDAY)
    play.group.memberships.filter(pk=play.bob.pk).update(left_on=TUESDAY.date())
    assert wanted(play)["Accueil"] == (1, 0)


def test_the_second_adult_counts_as_the_person_they_are(helpers: Helpers) -> None:
    play = helpers.play
    both = NewHousehold([NewPerson("Zoé", "Roux", "zoe@example.org"), NewPerson("Max", "Roux", "max@example.org")])
    zoe, maxime = add_member(play.group, both, at=TUESDAY).people
    for person in (zoe, maxime):
        sign_up(play.distribution, helpers.hand_out, person, at=TUESDAY)
    assert duties_of(play.distribution).people == {helpers.hand_out.pk: [zoe, maxime]}


def test_a_role_of_a_catalog_is_asked_where_the_catalog_comes_and_one_distribution_may_want_other_numbers(
    helpers: Helpers,
) -> None:
    play = helpers.play
    milk = DutyRole.objects.create(group=play.group, name="Lait", catalog=play.catalog)
    without = add_distribution(play.group, play.distribution.starts_at + 7 * DAY, [])
    found = needs_coming(play.group.pk, helpers.alice.pk, TUESDAY, TUESDAY + 30 * DAY)
    assert [(need.distribution == without.pk, need.name, need.wanted) for need in found] == [
        (False, "Distribution", 2),
        (False, "Accueil", 1),
        (False, "Lait", 1),
        (True, "Distribution", 2),
        (True, "Accueil", 1),
    ]
    with pytest.raises(NotNeeded):
        sign_up(without, milk, helpers.alice, at=TUESDAY)
    adjust(without, {milk.pk: 3, helpers.welcome.pk: 0, helpers.hand_out.pk: 2})
    assert {need.name: need.wanted for need in needs_of(without)} == {"Distribution": 2, "Lait": 3}
    assert Adjustment.objects.count() == 2  # what is usual is not written down
    sign_up(without, milk, helpers.alice, at=TUESDAY)
    adjust(without, {milk.pk: 0, helpers.welcome.pk: 1, helpers.hand_out.pk: 2})
    assert {need.name: (need.wanted, need.taken) for need in needs_of(without)} == {
        "Distribution": (2, 0),
        "Accueil": (1, 0),
        "Lait": (0, 1),
    }


def test_a_role_that_is_in_use_stays_and_one_that_was_removed_comes_back(helpers: Helpers) -> None:
    play = helpers.play
    sign_up(play.distribution, helpers.welcome, helpers.alice, at=TUESDAY)
    with pytest.raises(RoleInUse):
        remove_role(helpers.welcome, at=TUESDAY)
    remove_role(helpers.welcome, at=play.distribution.ends_at)
    assert wanted(play) == {"Distribution": (2, 0)}
    other = save_role(DutyRole(group=play.group, name="Accueil"))
    with pytest.raises(RoleNameTaken):
        restore_role(helpers.welcome)
    remove_role(other, at=TUESDAY)
    restore_role(helpers.welcome)
    assert wanted(play)["Accueil"] == (1, 1)
