"""The keys of online payment: entered, tried, removed by the administrators of a group; never shown."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.payments.online.forms import KeysForm
from cabas.payments.online.interface import ProviderAway, ProviderRefusal
from cabas.payments.online.keys import NoKeys, are_readable, enter, remove, try_again
from cabas.payments.online.models import OnlinePayment, ProviderKeys
from cabas.payments.online.providers import offers
from cabas.ui.toasts import alert, toast

SHOWN_MAX = 50


@group_page(Right.SET_PAYMENTS)
def keys(request: GroupRequest) -> HttpResponse:
    """GET says whether there are keys; POST tries those that are entered, and keeps them."""
    if request.method != "POST":
        return _page(request, KeysForm(group=request.group))
    form = KeysForm(request.POST, group=request.group)
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        enter(request.group, form.cleaned_data["provider"], form.keys, by=request.user, at=now())
    except ProviderRefusal as refusal:
        form.add_error("secret", str(refusal))
        return _page(request, form, 422)
    except ProviderAway:
        form.add_error(None, _("Le prestataire ne répond pas\u202f: les clés n’ont pas été enregistrées. Réessayez."))
        return _page(request, form, 422)
    toast(request, _("Clés essayées et enregistrées"))
    return redirect("online:keys", slug=request.group.slug)


@require_POST
@group_page(Right.SET_PAYMENTS)
def trial(request: GroupRequest) -> HttpResponse:
    """Ask the provider whether it still knows the keys."""
    try:
        try_again(request.group, at=now())
    except (NoKeys, ProviderRefusal) as refusal:
        alert(request, str(refusal))
    except ProviderAway:
        alert(request, _("Le prestataire ne répond pas. Réessayez dans un moment."))
    else:
        toast(request, _("Le prestataire reconnaît ces clés"))
    return redirect("online:keys", slug=request.group.slug)


@require_POST
@group_page(Right.SET_PAYMENTS)
def removal(request: GroupRequest) -> HttpResponse:
    """Take the keys away."""
    remove(request.group)
    toast(request, _("Clés retirées\u202f: la carte en ligne n’est plus proposée"))
    return redirect("online:keys", slug=request.group.slug)


def _page(request: GroupRequest, form: KeysForm, status: int = 200) -> HttpResponse:
    kept = ProviderKeys.objects.filter(group=request.group).select_related("entered_by").first()
    address = reverse("distributions:card_notices", kwargs={"slug": request.group.slug})
    payments = OnlinePayment.objects.filter(group=request.group).select_related("membership").order_by("-pk")
    context = {
        "form": form,
        "kept": kept,
        "are_readable": kept is not None and are_readable(kept, request.group),
        "offers": offers(request.group),
        "notices_url": request.build_absolute_uri(address),
        "payments": payments.prefetch_related("movements", "membership__adults__person")[:SHOWN_MAX],
    }
    return render(request, "online/keys.html", context, status=status)
