"""What was done without network and cannot stand as it is comes back as a named case, until somebody settles it.

Nothing is dropped: what was recorded is kept or taken back, money that no account knows goes to the account of its
member or is set aside with a reason.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from uuid import uuid5

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cabas.clock import local_date
from cabas.distributions.models import Distribution
from cabas.distributions.paid_twice import NoLongerTwice, keep_as_avoir
from cabas.distributions.refusals import DistributionValidated
from cabas.distributions.serving import undo_receipt
from cabas.ledger.locking import lock
from cabas.ledger.posting import PeriodClosed
from cabas.payments.models import Payment
from cabas.payments.receiving import record_payment
from cabas.people.models import User
from cabas.stand.models import Case, OfflineAct, Outcome
from cabas.ui import formats
from cabas.ui.language import in_french


class CaseSettled(Exception):
    """Somebody settled it meanwhile."""

    def __str__(self) -> str:
        return _("Quelqu’un s’en est occupé entre-temps. Rien n’a été enregistré.")


class NoReasonGiven(Exception):
    """What is set aside says why."""

    def __str__(self) -> str:
        return _("Écrivez pourquoi\u202f: rien n’a été enregistré.")


class UnfitOutcome(Exception):
    """This case is not settled so: no page proposes it."""

    def __str__(self) -> str:
        return _("Cela ne se fait pas pour cette opération\u202f: rien n’a été enregistré.")


def open_cases(distribution: Distribution) -> "QuerySet[OfflineAct]":
    """What somebody has to look at before validating, in the order in which it was done. Two statements."""
    return _with_people(distribution.offline_acts.open()).order_by("made_at", "pk")


def settled_cases(distribution: Distribution) -> "QuerySet[OfflineAct]":
    """What somebody looked at, the newest first. Two statements."""
    settled = distribution.offline_acts.filter(settled_at__isnull=False)
    return _with_people(settled).select_related("settled_by").order_by("-settled_at", "-pk")


def how_many_open(distribution: Distribution) -> int:
    """For whoever is about to validate. One statement."""
    return distribution.offline_acts.open().count()


def _with_people(acts: "QuerySet[OfflineAct]") -> "QuerySet[OfflineAct]":
    acts = acts.select_related("basket__membership", "made_by", "receipt__payment")
    return acts.prefetch_related("basket__membership__adults__person")


def keep(case: OfflineAct, *, by: User, at: datetime) -> None:
    """What was recorded is right as it is: a difference stays on the account. Raises `CaseSettled`, `UnfitOutcome`."""

    def perform(here: OfflineAct) -> None:
        if not here.is_recorded:
            raise UnfitOutcome
        if here.case == Case.TWICE and here.basket:
            with suppress(NoLongerTwice, DistributionValidated):  # validated, it stays on the account anyway
                keep_as_avoir(here.basket, key=str(uuid5(here.key, "keep")), by=by, at=at)

    _settle(case, Outcome.KEPT, perform, by, at)


def take_back(case: OfflineAct, *, by: User, at: datetime) -> None:
    """The payment that came from offline is reversed. Raises `CaseSettled`, `UnfitOutcome`, `DistributionValidated`."""

    def perform(here: OfflineAct) -> None:
        if here.receipt is None:
            raise UnfitOutcome
        undo_receipt(here.receipt, stays_served=True, key=str(uuid5(here.key, "take back")), by=by, at=at)

    _settle(case, Outcome.TAKEN_BACK, perform, by, at)


def record_on_account(case: OfflineAct, *, by: User, at: datetime) -> None:
    """The money goes to the account of the member, for no basket, on the day on which it was taken.

    Raises `CaseSettled`, `UnfitOutcome`, and what `record_payment` raises.
    """

    def perform(here: OfflineAct) -> None:
        here.payment = _payment(here, by, at)

    _settle(case, Outcome.RECORDED, perform, by, at)


def set_aside(case: OfflineAct, reason: str, *, by: User, at: datetime) -> None:
    """Nothing is recorded of it, knowingly. Raises `CaseSettled`, `NoReasonGiven`, `UnfitOutcome`."""

    def perform(here: OfflineAct) -> None:
        if here.is_recorded:
            raise UnfitOutcome
        if not reason.strip():
            raise NoReasonGiven
        here.reason = reason.strip()[:200]

    _settle(case, Outcome.SET_ASIDE, perform, by, at)


def _payment(here: OfflineAct, by: User, at: datetime) -> Payment:
    """Dated the day on which it was taken; today where that day lies in a closed period."""
    try:
        return _payment_on(local_date(here.made_at), here, by, at)
    except PeriodClosed:
        return _payment_on(local_date(at), here, by, at)


@in_french
def _payment_on(day: date, here: OfflineAct, by: User, at: datetime) -> Payment:
    if here.basket is None or here.amount is None or not here.is_money_unrecorded:
        raise UnfitOutcome
    said = {"hour": formats.hour(here.made_at), "number": here.number}
    return record_payment(
        here.basket.membership,
        here.means,
        here.amount,
        on=day,
        note=_("reçu au stand sans réseau à %(hour)s, panier n° %(number)s") % said,
        key=str(uuid5(here.key, "account")),
        by=by,
        at=at,
    )


def _settle(case: OfflineAct, outcome: Outcome, perform: Callable[[OfflineAct], None], by: User, at: datetime) -> None:
    """Under the lock of the book: two coordinators may look at it at once."""
    with transaction.atomic():
        lock(case.group.book_id)
        here = OfflineAct.objects.select_related("basket__membership__group__book", "basket__group__book").get(
            pk=case.pk
        )
        if here.settled_at is not None:
            raise CaseSettled
        perform(here)
        here.settled_at, here.settled_by, here.outcome = at, by, outcome
        here.save()
