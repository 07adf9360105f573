"""The page of a vendor: how to reach it, who delivers for it, which catalogs it keeps, what it is owed and was paid."""

from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cabas.catalogs.models import Catalog, Vendor
from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.members import NewPerson
from cabas.groups.rights import Right
from cabas.money import Money
from cabas.producers.adding import look_first, put_on_sale
from cabas.producers.deliveries import past_deliveries
from cabas.producers.forms import InvitationForm
from cabas.producers.inviting import InvitedAlready, invite, withdraw
from cabas.producers.keeping import keep_ourselves, let_vendor_keep
from cabas.producers.models import AwaitedProduct, CatalogChange, Producer, VendorPayment
from cabas.producers.views._payment_form import payment_form, undoing_form
from cabas.ui.toasts import toast

REFUSED = 422
CHANGES_MAX = 20
PAYMENTS_MAX = 20


@require_safe
@group_page(Right.MANAGE_CATALOGS, Right.READ_ACCOUNTS)
def vendors(request: GroupRequest) -> HttpResponse:
    """Every vendor by name, with what the group owes it."""
    found = list(_vendors(request).annotate(balance=F("account__balance")).order_by("sort_name", "number"))
    owed = Money.sum(each.balance for each in found if each.balance > Money(0))
    return render(request, "producers/vendors.html", {"vendors": found, "owed": owed})


@require_safe
@group_page(Right.MANAGE_CATALOGS, Right.READ_ACCOUNTS)
def vendor(request: GroupRequest, number: int) -> HttpResponse:
    return vendor_page(request, vendor_or_404(request, number))


@require_POST
@group_page(Right.MANAGE_CATALOGS)
def invitation(request: GroupRequest, number: int) -> HttpResponse:
    """Invite a person of the farm (E33)."""
    here = vendor_or_404(request, number)
    form = InvitationForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        person = NewPerson(said["first_name"], said["last_name"], said["email"])
        try:
            invite(here, person, by=request.user, at=now(), origin=request.build_absolute_uri("/"))
        except InvitedAlready as refusal:
            form.add_error("email", str(refusal))
        else:
            toast(request, _("L’invitation part à %(email)s.") % {"email": said["email"]})
            return _back(request, number)
    return vendor_page(request, here, invitation_form=form, status=REFUSED)


@require_POST
@group_page(Right.MANAGE_CATALOGS)
def withdrawal(request: GroupRequest, number: int, producer: int) -> HttpResponse:
    """This person sees the farm no more."""
    here = vendor_or_404(request, number)
    linked = get_object_or_404(Producer.objects.select_related("person", "vendor__group"), vendor=here, pk=producer)
    name = linked.person.full_name
    withdraw(linked, at=now())
    toast(request, _("%(name)s ne voit plus cette ferme.") % {"name": name})
    return _back(request, number)


@require_POST
@group_page(Right.MANAGE_CATALOGS)
def keeping(request: GroupRequest, number: int, catalog: int) -> HttpResponse:
    """« Le producteur tient son catalogue », or not any more."""
    here = vendor_or_404(request, number)
    found = get_object_or_404(Catalog.objects.select_related("group"), vendor=here, number=catalog)
    if request.POST.get("kept"):
        let_vendor_keep(found, by=request.user, at=now())
        toast(request, _("%(vendor)s tient son catalogue.") % {"vendor": here.name})
    else:
        keep_ourselves(found)
        toast(request, _("Le groupe tient ce catalogue."))
    return _back(request, number)


@require_POST
@group_page(Right.MANAGE_CATALOGS)
def looking(request: GroupRequest, number: int, catalog: int) -> HttpResponse:
    """The group looks at what the producer adds before it is sold, or not any more."""
    here = vendor_or_404(request, number)
    found = get_object_or_404(Catalog, vendor=here, number=catalog, kept_by_vendor__isnull=False)
    look_first(found, is_wished=(is_wished := bool(request.POST.get("first"))))
    toast(
        request,
        _("Un produit ajouté attend désormais que vous le mettiez en vente.")
        if is_wished
        else _("Un produit ajouté est désormais en vente aussitôt."),
    )
    return _back(request, number)


@require_POST
@group_page(Right.MANAGE_CATALOGS)
def sale(request: GroupRequest, number: int, product: int) -> HttpResponse:
    """A product that its producer added is put on sale."""
    here = vendor_or_404(request, number)
    found = get_object_or_404(_awaited(here), product=product)
    put_on_sale(found.product)
    toast(request, _("%(name)s est en vente.") % {"name": found.product.name})
    return _back(request, number)


def vendor_or_404(request: GroupRequest, number: int) -> Vendor:
    """The vendor of this group that bears this number. Raises Http404."""
    found: Vendor = get_object_or_404(_vendors(request), number=number)
    found.group = request.group
    return found


def vendor_page(request: GroupRequest, here: Vendor, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page, with the forms that were refused."""
    reads = Right.READ_ACCOUNTS in request.rights
    manages = Right.MANAGE_CATALOGS in request.rights
    context: dict[str, Any] = {
        "vendor": here,
        "people": Producer.objects.filter(vendor=here).select_related("person").order_by("person__sort_name", "pk"),
        "catalogs": Catalog.objects.filter(vendor=here).select_related("kept_by_vendor").order_by("number"),
        "changes": _changes(here),
        "awaited": _awaited(here) if manages else (),
        "manages": manages,
        "reads": reads,
        "keeps": Right.KEEP_ACCOUNTS in request.rights,
        "invitation_form": InvitationForm() if manages else None,
    }
    if reads:
        balance = here.account.balance
        context |= {
            "past": past_deliveries(here, balance, at=now()),
            "balance": balance,
            "overpaid": -balance,
            "payments": _payments(here),
            "payment_form": payment_form(here, balance),
            "undoing_form": undoing_form(),
        }
    return render(request, "producers/vendor.html", context | forms, status=status)


def _vendors(request: GroupRequest) -> "QuerySet[Vendor]":
    return Vendor.objects.filter(group=request.group).select_related("account")


def _awaited(here: Vendor) -> "QuerySet[AwaitedProduct]":
    """What waits to be looked at, oldest first."""
    waits = AwaitedProduct.objects.filter(product__catalog__vendor=here, product__is_active=False)
    return waits.filter(product__archived_at=None).select_related("product__catalog").order_by("pk")


def _changes(here: Vendor) -> "QuerySet[CatalogChange]":
    return (
        CatalogChange.objects.filter(vendor=here).select_related("product__catalog", "by").order_by("-pk")[:CHANGES_MAX]
    )


def _payments(here: Vendor) -> "QuerySet[VendorPayment]":
    """Those undone too, struck out."""
    paid = VendorPayment.objects.filter(vendor=here).select_related("transaction__reversed_by", "recorded_by")
    return paid.order_by("-paid_on", "-pk")[:PAYMENTS_MAX]


def _back(request: GroupRequest, number: int) -> HttpResponse:
    return redirect("producers:vendor", slug=request.group.slug, number=number)
