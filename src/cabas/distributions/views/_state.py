"""Where a distribution is in its life, in words: a state with its icon, and since or until when."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.clock import local_date
from cabas.distributions.models import Distribution
from cabas.distributions.models.distribution import State
from cabas.distributions.views._wording import moment_to_come
from cabas.ui.formats import hour

RELATIVE_DAYS = 7
STATE_LOOK = {
    State.PLANNED: ("", "calendar-days"),
    State.OPEN: ("a-jour", "shopping-basket"),
    State.CLOSED: ("avoir", "lock"),
    State.STARTED: ("a-regler", "hourglass"),
    State.VALIDATED: ("a-jour", "circle-check"),
    State.CANCELLED: ("", "ban"),
}


@dataclass(frozen=True)
class SaidState:
    """`word` is « commandes ouvertes », `since` what follows it: « jusqu’à mercredi 25, 20 h »; perhaps nothing."""

    state: State
    word: str
    since: str

    @property
    def look(self) -> str:
        return STATE_LOOK[self.state][0]

    @property
    def icon(self) -> str:
        return STATE_LOOK[self.state][1]


def state_of(distribution: Distribution, at: datetime) -> State:
    """Where a distribution is, fetched `with_validation`."""
    if distribution.is_cancelled:
        return State.CANCELLED
    if distribution.is_validated:
        return State.VALIDATED
    if distribution.has_started(at):
        return State.STARTED
    if distribution.is_open(at):
        return State.OPEN
    return State.PLANNED if at < distribution.orders_open_at else State.CLOSED


def said_state(distribution: Distribution, at: datetime) -> SaidState:
    """The state and its moment, fetched `with_validation`."""
    state = state_of(distribution, at)
    if state == State.STARTED and at < distribution.ends_at:
        return SaidState(state, _("en cours"), _("jusqu’à %(moment)s") % {"moment": hour(distribution.ends_at)})
    return SaidState(state, str(state.label), _since(state, distribution, at))


def _since(state: State, distribution: Distribution, at: datetime) -> str:
    if state == State.PLANNED:
        return _("ouvre %(moment)s") % {"moment": moment_to_come(distribution.orders_open_at, at)}
    if state == State.OPEN:
        return _("jusqu’à %(moment)s") % {"moment": moment_to_come(distribution.orders_close_at, at)}
    if state == State.CLOSED:
        return _("depuis %(moment)s") % {"moment": moment_to_come(distribution.orders_close_at, at)}
    return _waiting(distribution, at) if state == State.STARTED else ""


def _waiting(distribution: Distribution, at: datetime) -> str:
    """How long a distribution has waited for its validation."""
    days = (local_date(at) - distribution.day).days
    if days == 0:
        return _("depuis %(moment)s") % {"moment": hour(distribution.ends_at)}
    if days == 1:
        return _("depuis hier")
    if days < RELATIVE_DAYS:
        return ngettext("depuis %(count)s jour", "depuis %(count)s jours", days) % {"count": days}
    weeks = days // RELATIVE_DAYS
    return ngettext("depuis %(count)s semaine", "depuis %(count)s semaines", weeks) % {"count": weeks}
