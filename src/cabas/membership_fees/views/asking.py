"""Does the group ask a membership fee, how much, under which name, and when is it renewed."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cabas.clock import now, today
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.membership_fees.asking import NoSuchDay, ask, fee_of, stop_asking
from cabas.membership_fees.forms import FeeSettingsForm
from cabas.membership_fees.models import FeeAmount, FeeSettings
from cabas.ui.toasts import toast

YEARS_AHEAD = 2


@group_page(Right.SET_PAYMENTS)
def asking(request: GroupRequest) -> HttpResponse:
    """GET what is asked; POST asks it, or stops asking."""
    settings = FeeSettings.objects.filter(group=request.group).first() or FeeSettings(group=request.group)
    if request.method != "POST":
        return _page(request, settings, FeeSettingsForm(initial=_initial(settings), years=_years(settings)))
    form = FeeSettingsForm(request.POST, years=_years(settings))
    if not form.is_valid():
        return _page(request, settings, form, 422)
    try:
        _save(request, form.cleaned_data)
    except NoSuchDay as refusal:
        form.add_error("day", str(refusal))
        return _page(request, settings, form, 422)
    toast(request, _("Enregistré ✓"))
    return redirect("membership_fees:settings", slug=request.group.slug)


def _save(request: GroupRequest, said: dict[str, Any]) -> None:
    if not said["is_asked"]:
        return stop_asking(request.group)
    year = said["from_year"] or None
    ask(
        request.group,
        said["amount"],
        name=said["name"],
        month=said["month"],
        day=said["day"],
        from_year=year,
        at=now(),
    )
    return None


def _years(settings: FeeSettings) -> list[tuple[int, str]]:
    """From which year on an amount may be asked: the running one or the next ones."""
    first = settings.period_of(today()).year
    return [(year, settings.renewal.period(year).label) for year in range(first, first + YEARS_AHEAD + 1)]


def _initial(settings: FeeSettings) -> dict[str, Any]:
    fee = fee_of(settings, settings.period_of(today())) if settings.pk else None
    return {
        "is_asked": settings.is_asked,
        "name": settings.name,
        "amount": fee.amount if fee else None,
        "day": settings.renewal_day,
        "month": settings.renewal_month,
    }


def _page(request: GroupRequest, settings: FeeSettings, form: FeeSettingsForm, status: int = 200) -> HttpResponse:
    later = FeeAmount.objects.filter(group=request.group, from_year__gt=settings.period_of(today()).year)
    coming = [(settings.renewal.period(one.from_year).label, one.amount) for one in later.order_by("from_year")]
    return render(request, "membership_fees/settings.html", {"form": form, "coming": coming}, status=status)
