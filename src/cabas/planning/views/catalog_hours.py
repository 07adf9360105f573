"""The catalogs of a distribution, each with the hours at which it is ordered."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cabas.distributions.models import Distribution
from cabas.distributions.refusals import DistributionValidated
from cabas.distributions.views.distribution import distribution_or_404
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.planning.catalog_hours import HoursOutOfOrder, set_catalog_hours
from cabas.planning.restoring import catalogs_gone
from cabas.planning.views._forms import CatalogHoursForm
from cabas.ui.toasts import toast

UNPROCESSABLE, CONFLICT = 422, 409


@group_page(Right.PLAN)
def catalog_hours(request: GroupRequest, number: int) -> HttpResponse:
    """GET the hours of each; POST sets them all."""
    here = distribution_or_404(request, number)
    forms = _forms(request, here)
    if request.method != "POST":
        return _page(request, here, forms)
    if not all(form.is_valid() for form in forms):
        return _page(request, here, forms, status=UNPROCESSABLE)
    try:
        set_catalog_hours(here, {form.participation.pk: form.hours() for form in forms})
    except HoursOutOfOrder as refusal:
        for form in forms:
            if form.participation.pk == refusal.participation:
                form.add_error("closes_on", str(refusal))
        return _page(request, here, forms, status=UNPROCESSABLE)
    except DistributionValidated as refusal:
        return _page(request, here, forms, refusal=str(refusal), status=CONFLICT)
    toast(request, _("Heures de commande enregistrées"))
    return redirect("distributions:distribution", slug=request.group.slug, number=number)


def _forms(request: GroupRequest, here: Distribution) -> list[CatalogHoursForm]:
    found = here.participations.select_related("catalog").order_by("catalog__sort_name", "pk")
    sent = request.POST if request.method == "POST" else None
    forms = []
    for each in found:
        each.distribution = here
        forms.append(CatalogHoursForm(each, sent))
    return forms


def _page(
    request: GroupRequest, here: Distribution, forms: list[CatalogHoursForm], *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {"distribution": here, "forms": forms, "refusal": refusal, "gone": catalogs_gone(here)}
    return render(request, "planning/catalog_hours.html", context, status=status)
