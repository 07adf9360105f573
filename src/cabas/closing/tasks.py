"""The worker tends what awaits its validation: it reminds, and validates what is exactly paid; every 15 minutes."""

import logging
from datetime import datetime, timedelta

from django_tasks import task

from cabas.clock import now
from cabas.clock.rounds import Round
from cabas.closing.automatic import NotExactlyPaid, NotYet, validate_by_itself
from cabas.closing.telling import remind
from cabas.distributions.awaiting import awaiting_validation
from cabas.distributions.blocking import owing_validation
from cabas.distributions.refusals import DistributionValidated
from cabas.distributions.validation import WeightsEstimated
from cabas.groups.models import Group
from cabas.ledger.refusals import LedgerRefusal
from cabas.membership_fees.reminding import remind_at_renewals

NOT_BY_ITSELF = (NotYet, NotExactlyPaid, WeightsEstimated, DistributionValidated, LedgerRefusal)
logger = logging.getLogger("cabas")


@task()
def tend() -> None:
    """Look at every group that has payments on, and put the next look in the queue."""
    ROUND.go_on()
    at = now()
    remind_at_renewals(at=at)
    for group in Group.objects.filter(payment_settings__since__isnull=False).select_related("book", "payment_settings"):
        tend_group(group, at=at)
    ROUND.forget()


def tend_group(group: Group, *, at: datetime) -> None:
    """First what validates itself: of that nobody is reminded."""
    for distribution in owing_validation(group, at):
        distribution.group = group
        try:
            validate_by_itself(distribution, at=at)
        except NOT_BY_ITSELF as refusal:
            logger.debug("%s: %s", distribution, refusal)
    awaiting = awaiting_validation(group, at)
    for each in awaiting:
        each.distribution.group = group
    remind(awaiting, at=at)


ROUND = Round(tend, every=timedelta(minutes=15))
