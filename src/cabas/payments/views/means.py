"""The means of payment that a group accepts, set by its administrators."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.payments.forms import MeansForm
from cabas.payments.models import PaymentSettings
from cabas.ui.toasts import toast


@group_page(Right.SET_PAYMENTS)
def means(request: GroupRequest) -> HttpResponse:
    """GET the form; POST saves it."""
    settings = get_object_or_404(PaymentSettings, group=request.group)
    if request.method != "POST":
        return render(request, "payments/means.html", {"form": MeansForm(instance=settings)})
    form = MeansForm(request.POST, instance=settings)
    if not form.is_valid():
        return render(request, "payments/means.html", {"form": form}, status=422)
    form.save()
    toast(request, _("Moyens de paiement enregistrés"))
    return redirect("payments:means", slug=request.group.slug)
