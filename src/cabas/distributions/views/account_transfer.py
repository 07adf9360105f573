"""« Régler par virement »: what a member owes, beside the baskets that say themselves how they are paid, from home.

The transfer is announced here, so that it is awaited; the money counts once who keeps the accounts has recorded it.
"""

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.distributions.models import Basket
from cabas.distributions.standing import Standing, standing
from cabas.groups.access import GroupRequest, member_page
from cabas.money import Money
from cabas.payments.announcing_transfers import (
    NothingAnnounced,
    TransferNotTaken,
    announce_transfer,
    awaited_transfers,
    give_up_transfers,
)
from cabas.payments.cagnotte import has_cagnottes
from cabas.payments.means import Means
from cabas.payments.models import PaymentSettings
from cabas.payments.transfer_references import TransferReference
from cabas.payments.transfers import transfer_to_make
from cabas.prepared import prepared
from cabas.ui.formats import euros
from cabas.ui.toasts import toast

OWES = "doit"


@member_page
def account_transfer(request: GroupRequest) -> HttpResponse:
    """GET for what is owed; POST announces a transfer of it."""
    settings = next(iter(_settings(request.group.pk)), None)
    if settings is None or Means.TRANSFER not in settings.accepted:
        raise Http404
    if request.method == "POST":
        return _announced(request, settings)
    return _page(request, settings)


@require_POST
@member_page
def give_up(request: GroupRequest) -> HttpResponse:
    """The transfer that was announced to the account is not made after all."""
    settings = next(iter(_settings(request.group.pk)), None)
    if settings is None:
        raise Http404
    for announced in awaited_transfers(request.member)[:1]:
        give_up_transfers(request.member, at=now())
        toast(request, _("Votre virement de %(amount)s n’est plus attendu.") % {"amount": euros(announced.amount)})
    page = "distributions:top_up" if has_cagnottes(settings) else "distributions:account"
    return redirect(page, slug=request.group.slug)


def _announced(request: GroupRequest, settings: PaymentSettings) -> HttpResponse:
    try:
        announce_transfer(request.member, settings, _owed(_standing(request)), by=request.user, at=now())
    except (NothingAnnounced, TransferNotTaken) as refusal:
        return _page(request, settings, str(refusal))
    return redirect("distributions:account_transfer", slug=request.group.slug)


def _page(request: GroupRequest, settings: PaymentSettings, refusal: str = "") -> HttpResponse:
    awaited = next(iter(awaited_transfers(request.member)), None)
    here = _standing(request)
    owed = _owed(here)
    amount = awaited.amount if awaited else owed
    reference = TransferReference(request.member.number)
    context = {
        "standing": here,
        "amount": owed,
        "awaited": awaited,
        "refusal": refusal,
        "transfer": transfer_to_make(settings, reference, amount) if amount else None,
    }
    return render(request, "distributions/account_transfer.html", context, status=422 if refusal else 200)


def _owed(here: Standing) -> Money:
    """What nothing that was announced covers."""
    return here.amount if here.state == OWES else Money(0)


def _standing(request: GroupRequest) -> Standing:
    return standing(request.member.account.balance, _baskets(request.member.pk), has_cagnotte=False, at=now())


@prepared
def _settings(group: int) -> "QuerySet[PaymentSettings]":
    return PaymentSettings.objects.filter(group=group).select_related("group")


@prepared
def _baskets(member: int) -> "QuerySet[Basket]":
    return Basket.objects.filter(membership=member).announced().select_related("distribution")
