"""« Enregistrer le comptage », POST only: what was counted is kept, before validating or afterwards."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.closing.counting import FloatTooLarge, GapUnexplained, NothingCounted, record_count
from cabas.closing.forms import CountForm
from cabas.closing.views._page import distribution_or_404, validation_page
from cabas.closing.views._typed import forget_typed, keep_typed
from cabas.distributions.models import Distribution
from cabas.distributions.refusals import AmountsChanged, NotStarted
from cabas.distributions.views._act_key import require_key, sent_amount, sent_key
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ledger.acts import KeyMissing
from cabas.ledger.refusals import LedgerRefusal
from cabas.ui.toasts import toast

NOT_COUNTED = (NothingCounted, GapUnexplained, FloatTooLarge)


@require_POST
@group_page(Right.VALIDATE)
def counting(request: GroupRequest, number: int) -> HttpResponse:
    """Back to the checklist, which says what is right and what is not."""
    distribution, form = distribution_or_404(request, number), CountForm(request.POST)
    keep_typed(request, distribution)
    if not form.is_valid():
        return validation_page(request, distribution, now(), form=form, status=422)
    try:
        require_key(request)
        record_typed(request, distribution, form)
    except (KeyMissing, NotStarted, *NOT_COUNTED) as refusal:
        return validation_page(request, distribution, now(), form=form, refusal=str(refusal), status=422)
    except (AmountsChanged, LedgerRefusal) as refusal:
        return validation_page(request, distribution, now(), form=form, refusal=str(refusal), status=409)
    toast(request, _("Comptage enregistré"))
    return redirect(reverse("closing:validation", kwargs={"slug": request.group.slug, "number": number}) + "#argent")


def record_typed(request: GroupRequest, distribution: Distribution, form: CountForm) -> None:
    """Keep the count that this valid form says. Raises what `record_count` raises."""
    seen, key = sent_amount(request, "cash"), f"{sent_key(request)}:count"
    record_count(distribution, form.counted, seen=seen, key=key, by=request.user, at=now())
    forget_typed(request, distribution)
