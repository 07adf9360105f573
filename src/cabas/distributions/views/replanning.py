"""A distribution is changed, its orders closed, extended or reopened, or it is deleted; each act has its opposite."""

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.distributions.calling_off import HasHistory, HasOrders, call_off, require_no_history
from cabas.distributions.closing_orders import OrdersNotOpen, TooLateToReopen, close_orders, take_orders_until
from cabas.distributions.forms import ClosingForm, ReplanForm, closing_fields
from cabas.distributions.models import Distribution
from cabas.distributions.planning import DatesOutOfOrder, DayTaken
from cabas.distributions.refusals import DistributionValidated
from cabas.distributions.replanning import AlreadyStarted, CatalogOrdered, replan
from cabas.distributions.totals import ordered
from cabas.distributions.views._wording import moment_to_come
from cabas.distributions.views.distribution import distribution_or_404, distribution_page
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ui.formats import day_long
from cabas.ui.toasts import alert, toast

UNPROCESSABLE, CONFLICT = 422, 409
LIKELY_EXTENSION = timedelta(hours=2)


@group_page(Right.PLAN)
def change(request: GroupRequest, number: int) -> HttpResponse:
    """GET the form as the distribution is; POST changes it."""
    here, at = distribution_or_404(request, number), now()
    if here.is_validated:
        return _refused(request, here, DistributionValidated(), at)
    if request.method != "POST":
        return _change_page(request, here, ReplanForm(here, at))
    form = ReplanForm(here, at, request.POST)
    if not form.is_valid() or not _is_changed(here, form, at):
        return _change_page(request, here, form, status=UNPROCESSABLE)
    toast(request, _("Distribution du %(day)s modifiée") % {"day": day_long(form.evening().starts_at)})
    return _to_page(request, number)


def _is_changed(here: Distribution, form: ReplanForm, at: datetime) -> bool:
    """Change it, or say at its field why not."""
    try:
        replan(here, form.evening(), form.catalogs_said(), at=at)
    except DatesOutOfOrder as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    except DayTaken as refusal:
        form.add_error("place" if form.has_started else "day", str(refusal))
    except CatalogOrdered as refusal:
        form.add_error("catalogs", str(refusal))
    except (AlreadyStarted, DistributionValidated) as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()


def _change_page(request: GroupRequest, here: Distribution, form: ReplanForm, *, status: int = 200) -> HttpResponse:
    context = {
        "distribution": here,
        "form": form,
        "places": request.group.places.order_by("name"),
        "basket_count": ordered(here).basket_count,
    }
    return render(request, "distributions/distribution_change.html", context, status=status)


@require_POST
@group_page(Right.PLAN)
def close(request: GroupRequest, number: int) -> HttpResponse:
    """Close the orders now; its toast offers to take them until the hour that was planned."""
    here, at = distribution_or_404(request, number), now()
    planned = here.orders_close_at
    try:
        close_orders(here, at=at)
    except (OrdersNotOpen, DistributionValidated) as refusal:
        return distribution_page(request, here, at, refusal=str(refusal), status=CONFLICT)
    undo = _address(request, number, "extend_orders")
    toast(request, _("Commandes closes pour le %(day)s") % {"day": day_long(here.day)}, undo, closing_fields(planned))
    return _to_page(request, number)


@group_page(Right.PLAN)
def extend(request: GroupRequest, number: int) -> HttpResponse:
    """GET asks until when; POST extends the orders, or reopens them. Its toast offers the opposite."""
    here, at = distribution_or_404(request, number), now()
    if here.is_validated or here.has_started(at):
        return _refused(request, here, DistributionValidated() if here.is_validated else TooLateToReopen(), at)
    if request.method != "POST":
        return _extend_page(request, here, ClosingForm(initial=_proposed_closing(here, at)), at)
    form, was_open = ClosingForm(request.POST), here.is_open(at)
    if form.is_valid():
        try:
            later = take_orders_until(here, form.closing(), at=at)
        except DatesOutOfOrder as refusal:
            form.add_error("closes_on", str(refusal))
        except (TooLateToReopen, DistributionValidated) as refusal:
            return distribution_page(request, here, at, refusal=str(refusal), status=CONFLICT)
        else:
            _say_extended(request, here, later, was_open=was_open, at=at)
            return _to_page(request, number)
    return _extend_page(request, here, form, at, status=UNPROCESSABLE)


def _extend_page(
    request: GroupRequest, here: Distribution, form: ClosingForm, at: datetime, *, status: int = 200
) -> HttpResponse:
    context = {
        "distribution": here,
        "form": form,
        "is_open": here.is_open(at),
        "closes": moment_to_come(here.orders_close_at, at),
        "starts": moment_to_come(here.starts_at, at),
    }
    return render(request, "distributions/distribution_extend.html", context, status=status)


def _proposed_closing(here: Distribution, at: datetime) -> dict[str, str]:
    """Some hours more, at most until the start."""
    later = max(here.orders_close_at, at) + LIKELY_EXTENSION
    return closing_fields(min(later.replace(minute=0, second=0, microsecond=0), here.starts_at))


def _say_extended(
    request: GroupRequest, before: Distribution, later: Distribution, *, was_open: bool, at: datetime
) -> None:
    """The opposite of reopening is closing; of extending, the hour that was planned."""
    words = _("Commandes ouvertes jusqu’à %(moment)s") % {"moment": moment_to_come(later.orders_close_at, at)}
    if was_open:
        toast(request, words, _address(request, later.number, "extend_orders"), closing_fields(before.orders_close_at))
    else:
        toast(request, words, _address(request, later.number, "close_orders"), {})


@group_page(Right.PLAN)
def delete(request: GroupRequest, number: int) -> HttpResponse:
    """GET asks for confirmation, or says why not; POST deletes."""
    here, at = distribution_or_404(request, number), now()
    try:
        if request.method != "POST":
            return _delete_page(request, here)
        call_off(here)
    except (HasOrders, HasHistory, DistributionValidated) as refusal:
        return _refused(request, here, refusal, at)
    toast(request, _("Distribution du %(day)s supprimée") % {"day": day_long(here.day)})
    return redirect("distributions:plan", slug=request.group.slug)


def _delete_page(request: GroupRequest, here: Distribution) -> HttpResponse:
    if here.is_validated:
        raise DistributionValidated
    require_no_history(here)
    context = {"distribution": here, "draft_count": here.drafts.filter(lines__quantity__gt=0).distinct().count()}
    return render(request, "distributions/distribution_delete.html", context)


def _refused(request: GroupRequest, here: Distribution, refusal: Exception, at: datetime) -> HttpResponse:
    """What was asked is not done: said on the page of the distribution, to which a mere look is led back."""
    if request.method == "POST":
        return distribution_page(request, here, at, refusal=str(refusal), status=CONFLICT)
    alert(request, str(refusal))
    return _to_page(request, here.number)


def _to_page(request: GroupRequest, number: int) -> HttpResponse:
    return redirect("distributions:distribution", slug=request.group.slug, number=number)


def _address(request: GroupRequest, number: int, view: str) -> str:
    return reverse(f"distributions:{view}", kwargs={"slug": request.group.slug, "number": number})
