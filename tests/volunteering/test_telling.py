"""Members are asked once for missing people; volunteers are told what to do, and get the stand's link."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from cabas.clock import PARIS
from cabas.groups.models import Group
from cabas.mail.models import OutgoingMail
from cabas.stand.models import DayPass
from cabas.volunteering.models import DutySettings
from cabas.volunteering.signing_up import put_on, sign_up
from cabas.volunteering.tasks import tell
from cabas.volunteering.telling import tell_group
from tests.cast import TUESDAY
from tests.distributions.pages import stop_clock
from tests.volunteering.conftest import Helpers

ADDRESS = "https://cabas.example.org"


def november(day: int, hour: int = 8) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=PARIS)


def told(group: Group) -> list[tuple[str, str, str]]:
    """What was queued since the last time: kind, to whom, subject."""
    mails = OutgoingMail.objects.filter(group=group).order_by("kind", "to")
    found = [(mail.kind, mail.to.partition("@")[0], mail.subject.partition("] ")[2]) for mail in mails]
    mails.delete()
    return found


def test_the_members_who_are_not_on_duty_are_asked_once_7_days_before_from_8_h(helpers: Helpers) -> None:
    play = helpers.play
    sign_up(play.distribution, helpers.hand_out, helpers.alice, at=november(10))
    tell_group(play.group, at=november(19, 7))
    assert told(play.group) == []
    tell_group(play.group, at=november(19))
    subject = "Il manque 2 personnes jeudi"
    body = OutgoingMail.objects.first().body  # type: ignore[union-attr]
    assert told(play.group) == [("E39", "bob", subject), ("E39", "nadia", subject)]
    assert "- Distribution\u202f: 1 personne\n- Accueil\u202f: 1 personne" in body
    tell_group(play.group, at=november(20))
    assert told(play.group) == []


def test_nobody_is_asked_where_nobody_lacks_or_where_the_group_wants_no_mail(helpers: Helpers) -> None:
    play = helpers.play
    DutySettings.objects.create(group=play.group, call_days_before=0, instruct_days_before=0)
    tell_group(play.group, at=november(20))
    assert told(play.group) == []
    DutySettings.objects.update(call_days_before=7)
    for role, person in (
        (helpers.hand_out, play.nadia),
        (helpers.hand_out, helpers.bob),
        (helpers.welcome, helpers.bob),
    ):
        put_on(play.distribution, role, person, by=play.nadia, at=TUESDAY)
    tell_group(play.group, at=november(20))
    assert told(play.group) == []


def test_who_is_on_duty_gets_the_instructions_4_days_before_and_who_comes_later_then(helpers: Helpers) -> None:
    play = helpers.play
    DutySettings.objects.create(group=play.group, call_days_before=0)
    for role in (helpers.hand_out, helpers.welcome):
        sign_up(play.distribution, role, helpers.alice, at=november(10))
    tell_group(play.group, at=november(22))
    body = OutgoingMail.objects.get().body
    assert told(play.group) == [("E40", "alice", "Votre permanence du jeudi 26 novembre")]
    assert "Votre rôle\u202f: Distribution.\n\nVotre rôle\u202f: Accueil.\nVenir à 17 h 30." in body
    sign_up(play.distribution, helpers.hand_out, helpers.bob, at=november(23))
    tell_group(play.group, at=november(23))
    body = OutgoingMail.objects.get().body
    assert told(play.group) == [("E40", "bob", "Votre permanence du jeudi 26 novembre")]
    assert "Avec vous\u202f:\n- Alice Martin, Distribution\n- Alice Martin, Accueil" in body


def test_the_day_before_the_role_that_opens_the_stand_brings_its_link_to_who_may_not_serve_anyway(
    helpers: Helpers, settings: Any
) -> None:
    settings.PUBLIC_ADDRESS = ADDRESS
    play = helpers.play
    DutySettings.objects.create(group=play.group, call_days_before=0, instruct_days_before=0)
    for person in (helpers.alice, play.nadia):
        put_on(play.distribution, helpers.hand_out, person, by=play.nadia, at=TUESDAY)
    put_on(play.distribution, helpers.welcome, helpers.bob, by=play.nadia, at=TUESDAY)
    tell_group(play.group, at=november(24, 23))
    assert told(play.group) == []
    for hour in (8, 9):
        tell_group(play.group, at=november(25, hour))
    assert told(play.group) == [("E7", "alice", "Vous tenez le stand demain\u202f: votre lien")]
    assert list(DayPass.objects.values_list("person", "made_by")) == [(helpers.alice.pk, None)]


def test_the_worker_tells_every_group_that_has_roles(helpers: Helpers, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, november(20))
    tell.func()
    assert {kind for kind, _to, _subject in told(helpers.play.group)} == {"E39"}


def test_a_distribution_that_was_cancelled_asks_for_nobody(helpers: Helpers) -> None:
    play = helpers.play
    sign_up(play.distribution, helpers.hand_out, helpers.alice, at=november(10))
    play.group.distributions.update(cancelled_at=november(15), starts_at=play.distribution.starts_at + timedelta(0))
    tell_group(play.group, at=november(25))
    assert told(play.group) == []
