"""Of those who accept one request at the same moment, all have the one member that it made, who is told once."""

import pytest

from cabas.groups.models import Adult, Membership
from cabas.joining.applying import apply
from cabas.joining.deciding import accept, refuse
from cabas.joining.models import Answer, JoiningRequest, Registration
from cabas.people.models import User
from tests.cast import TUESDAY, cast
from tests.joining.test_applying import INES, mails, opened
from tests.racing import race_processes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrent]


def test_a_request_accepted_four_times_at_once_makes_one_member() -> None:
    play = cast()
    opened(play.group, Registration.WAITING)
    apply(play.group, INES, person=None, at=TUESDAY)
    request, before = JoiningRequest.objects.get(), Membership.objects.count()
    mails()

    def act(_position: int) -> str:
        return f"member {accept(request, word='', by=play.nadia, at=TUESDAY).number}"

    assert race_processes(4, act) == {"member 4": 4}
    assert (Membership.objects.count(), Adult.objects.filter(membership__number=4).count()) == (before + 1, 1)
    assert User.objects.filter(email="ines@example.org").count() == 1
    assert [to for _kind, to, _subject in mails()] == ["ines@example.org"]


def test_of_one_who_accepts_and_one_who_refuses_at_once_the_second_is_told() -> None:
    play = cast()
    opened(play.group, Registration.WAITING)
    apply(play.group, INES, person=None, at=TUESDAY)
    request, before = JoiningRequest.objects.get(), Membership.objects.count()

    def act(position: int) -> str:
        decide = (accept, refuse)[position]
        decide(request, word="", by=play.nadia, at=TUESDAY)
        return "passed"

    assert race_processes(2, act) == {"passed": 1, "AnsweredAlready": 1}
    is_accepted = JoiningRequest.objects.get().answer == Answer.ACCEPTED
    assert Membership.objects.count() == before + is_accepted
