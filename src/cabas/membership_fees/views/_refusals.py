"""What a rule of fees may refuse, and the fee of the year that a request names."""

from django.http import Http404

from cabas.clock import today
from cabas.groups.access import GroupRequest
from cabas.ledger.refusals import LedgerRefusal
from cabas.membership_fees.asking import Fee, fee_of, settings_asking
from cabas.membership_fees.recording import AmountUnexplained, NegativeFee, NobodyChosen, NotAMeans, RecordedAlready
from cabas.membership_fees.undoing import NothingStands
from cabas.membership_fees.views._list_page import Asked
from cabas.payments.reasons import ReasonMissing

UNFIT = (AmountUnexplained, NegativeFee, NobodyChosen, NotAMeans, ReasonMissing)
CONFLICTS = (LedgerRefusal, NothingStands, RecordedAlready)
REFUSALS = (*UNFIT, *CONFLICTS)


def status_of(refusal: Exception) -> int:
    """409 where somebody acted before; 422 where the form is to change."""
    return 422 if isinstance(refusal, UNFIT) else 409


def fee_or_404(request: GroupRequest) -> tuple[Fee, Asked]:
    """What the group asks for the year of the request, and what its list shows. Raises Http404 where it asks none."""
    settings = settings_asking(request.group)
    if settings is None:
        raise Http404
    now = settings.period_of(today())
    asked = Asked.of(request.POST if request.method == "POST" else request.GET, now.year)
    period = settings.renewal.period(asked.year)
    fee = fee_of(settings, period) or fee_of(settings, now)
    if fee is None:
        raise Http404
    return fee.for_period(period), asked
