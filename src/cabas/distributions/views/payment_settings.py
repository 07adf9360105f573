"""« Moyens de paiement »: payments on or off, the way in which members pay, and what each means needs."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.distributions.choosing_mode import Promises, PromisesOpen, choose_mode
from cabas.distributions.turning_payments import BalancesLeft, OrdersInProgress, turn_off, turn_on
from cabas.distributions.views._act_key import fresh_key, sent_amount, sent_count, sent_key
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ledger.acts import KeyMissing, KeyReused
from cabas.money import Money
from cabas.payments.forms import AlongOrdersForm, CagnotteForm, names_both_ways, settings_form
from cabas.payments.models import Mode, PaymentSettings
from cabas.ui.toasts import toast

CHANGED = gettext_lazy(
    "La façon de régler a changé entre-temps\u202f: rien n’a été enregistré. Voici où en est le groupe."
)


@group_page(Right.SET_PAYMENTS)
def payment_settings(request: GroupRequest) -> HttpResponse:
    """GET what is set; POST saves it, or goes over to the other way to pay where the form names it (`mode`)."""
    settings = _settings_of(request)
    if request.method != "POST":
        return _page(request, settings)
    if not settings.is_on:
        return _page(request, settings, status=422, refusal=_("Activez d’abord la gestion des paiements."))
    mode = request.POST.get("to") or request.POST.get("mode", settings.mode)  # the button is plainer than the radio
    if mode != settings.mode and not names_both_ways(request.POST):
        return _change_mode(request, settings, mode)
    if request.POST.get("of", settings.mode) != settings.mode:
        return _page(request, settings, status=409, refusal=str(CHANGED))
    form = settings_form(settings, request.POST)
    if not form.is_valid():
        return _page(request, _settings_of(request), form=form, status=422)
    form.save_said()
    return _saved(request)


def _change_mode(request: GroupRequest, settings: PaymentSettings, mode: str) -> HttpResponse:
    """Promises that still stand are said, and abandoned where the form says so."""
    if mode not in Mode.values:
        return _page(request, settings, status=422, refusal=_("Choisissez l’une des deux façons de régler."))
    promises = Promises(sent_count(request), sent_amount(request) or Money(0))
    try:
        choose_mode(request.group, Mode(mode), abandons=promises, key=sent_key(request), by=request.user, at=now())
    except PromisesOpen as refusal:
        return _page(request, settings, status=422, promises=refusal)
    except (KeyMissing, KeyReused) as refusal:
        return _page(request, settings, status=_status(refusal), refusal=str(refusal))
    return _saved(request)


@require_POST
@group_page(Right.SET_PAYMENTS)
def payments_switch(request: GroupRequest) -> HttpResponse:
    """Turn the payments of the group on (`on`), or off where everything is settled."""
    at, key = now(), sent_key(request)
    try:
        if request.POST.get("on"):
            _say_debited(request, turn_on(request.group, key=key, by=request.user, at=at))
        else:
            turn_off(request.group, key=key, by=request.user, at=at)
            toast(request, _("Gestion des paiements arrêtée"))
    except (BalancesLeft, OrdersInProgress, KeyMissing, KeyReused) as refusal:
        return _page(request, _settings_of(request), status=_status(refusal), refusal=str(refusal))
    return _back(request)


def _status(refusal: Exception) -> int:
    """409 where something else was sent before with this key; 422 where the group has to do something first."""
    return 409 if isinstance(refusal, KeyReused) else 422


def _say_debited(request: GroupRequest, count: int) -> None:
    text = _("Gestion des paiements activée")
    if count:
        debited = ngettext("%(count)s commande est débitée", "%(count)s commandes sont débitées", count)
        text = f"{text}\u202f: {debited % {'count': count}}"
    toast(request, text)


def _saved(request: GroupRequest) -> HttpResponse:
    toast(request, _("Enregistré ✓"))
    return _back(request)


def _back(request: GroupRequest) -> HttpResponse:
    return redirect("distributions:payment_settings", slug=request.group.slug)


def _settings_of(request: GroupRequest) -> PaymentSettings:
    """As they are; a group that never turned payments on has none."""
    return PaymentSettings.objects.filter(group=request.group).first() or PaymentSettings(group=request.group)


def _page(
    request: GroupRequest,
    settings: PaymentSettings,
    *,
    form: AlongOrdersForm | CagnotteForm | None = None,
    promises: PromisesOpen | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    form = form or settings_form(settings)
    context = {
        "settings": settings,
        "chosen": Mode.CAGNOTTE if promises else settings.mode,  # what is asked for, while the dialog asks back
        "along_orders": not settings.accepts_cagnotte,
        "form": form,
        "means": form.means(),
        "promises": promises,
        "refusal": refusal,
        "key": fresh_key(),
        "switch_key": fresh_key(),
    }
    return render(request, "distributions/payment_settings.html", context, status=status)
