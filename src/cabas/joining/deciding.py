"""A request is accepted or refused with a word; accepted twice, it counts once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cabas.groups.members import known_adults
from cabas.groups.models import Group, Membership
from cabas.joining import telling
from cabas.joining.applying import Applicant, enter
from cabas.joining.models import Answer, JoiningRequest, welcome_of
from cabas.joining.registration import require_room
from cabas.ledger.locking import lock
from cabas.people.models import User
from cabas.ui.elision import of


class AnsweredAlready(Exception):
    """The request was answered otherwise."""

    def __init__(self, request: JoiningRequest) -> None:
        self.request = request

    def __str__(self) -> str:
        said = {"of_name": of(self.request.full_name), "answer": Answer(self.request.answer).label}
        return _("La demande %(of_name)s est déjà %(answer)s\u202f: rien n’a changé.") % said


@transaction.atomic
def accept(request: JoiningRequest, *, word: str, by: User, at: datetime) -> Membership:
    """Make them a member and tell them. Raises `AnsweredAlready`, `GroupFull`."""
    here = _under_lock(request)
    if here.answer == Answer.ACCEPTED and here.membership:
        return here.membership
    _require_waiting(here)
    adult = next(iter(known_adults(here.group, [here.email])), None)
    if adult and adult.membership.left_on is None:  # entered by hand meanwhile
        member = Membership.objects.select_related("group").with_people().get(pk=adult.membership_id)
    else:
        require_room(here.group, welcome_of(here.group))
        member = enter(here.group, applicant_of(here), adult, at=at)
    here.close(Answer.ACCEPTED, by=by, at=at, membership=member)
    telling.accepted(member, word, at=at)
    return member


@transaction.atomic
def refuse(request: JoiningRequest, *, word: str, by: User, at: datetime) -> None:
    """Take them off the list and tell them. Raises `AnsweredAlready`; refusing twice is refusing once."""
    here = _under_lock(request)
    if here.answer == Answer.REFUSED:
        return
    _require_waiting(here)
    telling.refused(here, word, at=at)
    here.close(Answer.REFUSED, by=by, at=at)


@transaction.atomic
def withdraw(request: JoiningRequest, *, at: datetime) -> None:
    """Whoever asked does not wait any more. Raises `AnsweredAlready`."""
    here = _under_lock(request)
    if here.answer == Answer.WITHDRAWN:
        return
    _require_waiting(here)
    here.close(Answer.WITHDRAWN, by=None, at=at)


def applicant_of(request: JoiningRequest) -> Applicant:
    """What the request says."""
    return Applicant(**{name: getattr(request, name) for name in Applicant.__dataclass_fields__})


def _under_lock(request: JoiningRequest) -> JoiningRequest:
    """As it is now: two who answer at once wait for one another."""
    group = Group.objects.get(pk=request.group_id)
    lock(group.book_id)
    return JoiningRequest.objects.select_related("group__book", "membership").get(pk=request.pk)


def _require_waiting(request: JoiningRequest) -> None:
    if request.answer:
        raise AnsweredAlready(request)
