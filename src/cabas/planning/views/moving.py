"""A distribution is postponed, and that taken back: first the page says how many orders and payments it touches."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.distributions.models import Distribution
from cabas.distributions.planning import DatesOutOfOrder, DayTaken
from cabas.distributions.refusals import DistributionValidated, NothingToTakeBack
from cabas.distributions.views._act_key import fresh_key, require_key, sent_key
from cabas.distributions.views._wording import moment_to_come
from cabas.distributions.views.distribution import distribution_or_404
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ledger.acts import KeyMissing
from cabas.ledger.refusals import LedgerRefusal
from cabas.planning.models import Postponement
from cabas.planning.postponing import postpone, take_back
from cabas.planning.stakes import BasketsHandedOut, stakes
from cabas.planning.views._forms import PostponeForm
from cabas.ui.formats import day_long
from cabas.ui.toasts import alert, toast

UNPROCESSABLE, CONFLICT = 422, 409


@group_page(Right.PLAN)
def postponing(request: GroupRequest, number: int) -> HttpResponse:
    """GET what is touched, with the form; POST moves it."""
    here, at = distribution_or_404(request, number), now()
    closes = moment_to_come(here.orders_close_at, at)
    if request.method != "POST":
        return _page(request, here, PostponeForm(here, closes))
    form = PostponeForm(here, closes, request.POST)
    if form.is_valid() and (moved := _moved(request, here, form, at)):
        undo = reverse("planning:put_back", kwargs={"slug": request.group.slug, "number": number})
        words = _("Distribution reportée au %(day)s") % {"day": day_long(moved.to_starts_at)}
        toast(request, words, undo, {"report": moved.pk})
        return redirect("distributions:distribution", slug=request.group.slug, number=number)
    return _page(request, here, form, status=UNPROCESSABLE)


def _moved(request: GroupRequest, here: Distribution, form: PostponeForm, at: datetime) -> Postponement | None:
    """Move it, or say at its field why not."""
    try:
        require_key(request)
        return postpone(here, form.move(), key=sent_key(request), by=request.user, at=at)
    except DatesOutOfOrder as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    except DayTaken as refusal:
        form.add_error("day", str(refusal))
    except (BasketsHandedOut, DistributionValidated, LedgerRefusal, KeyMissing) as refusal:
        form.add_error(None, str(refusal))
    return None


def _page(request: GroupRequest, here: Distribution, form: PostponeForm, *, status: int = 200) -> HttpResponse:
    context = {
        "distribution": here,
        "form": form,
        "stakes": stakes(here),
        "places": request.group.places.order_by("name"),
        "key": fresh_key(),
    }
    return render(request, "planning/postponing.html", context, status=status)


@require_POST
@group_page(Right.PLAN)
def put_back(request: GroupRequest, number: int) -> HttpResponse:
    """Take the postponement `report` back."""
    here = distribution_or_404(request, number)
    sent = request.POST.get("report", "")
    pk = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) <= 15 else 0
    was = get_object_or_404(Postponement.objects.select_related("distribution__group"), pk=pk, distribution=here)
    try:
        back = take_back(was, at=now())
    except (NothingToTakeBack, DatesOutOfOrder, DayTaken, BasketsHandedOut, DistributionValidated) as refusal:
        alert(request, str(refusal))
    else:
        toast(request, _("Report annulé\u202f: la distribution a lieu le %(day)s") % {"day": day_long(back.day)})
    return redirect("distributions:distribution", slug=request.group.slug, number=number)
