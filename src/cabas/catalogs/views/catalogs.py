"""The vendors of a group with their catalogs, and the products of one catalog."""

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cabas.catalogs.coordinating import KEEPERS, catalogs_kept
from cabas.catalogs.forms import VendorForm
from cabas.catalogs.models import Catalog, Product, Vendor
from cabas.catalogs.vendors import VendorExists
from cabas.catalogs.welcoming import welcome_vendor
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.people.names import search_form
from cabas.ui.toasts import toast

PER_PAGE = 100
REFUSED = 422


@group_page(*KEEPERS)
def catalogs(request: GroupRequest) -> HttpResponse:
    """Every vendor by name, with how many products each of its catalogs offers; those that this person keeps."""
    kept = catalogs_kept(request.group, request.user, request.rights)
    counted = kept.order_by("number").annotate(
        product_count=Count("products", filter=Q(products__archived_at__isnull=True)),
        offered_count=Count("products", filter=Q(products__is_active=True)),
    )
    vendors = Vendor.objects.filter(group=request.group)
    if Right.MANAGE_CATALOGS not in request.rights:
        vendors = vendors.filter(Exists(kept.filter(vendor=OuterRef("pk"))))
    vendors = vendors.prefetch_related(Prefetch("catalogs", counted))
    return render(
        request,
        "catalogs/catalogs.html",
        {"vendors": vendors.order_by("sort_name")},
    )


@group_page(Right.MANAGE_CATALOGS)
def vendor_new(request: GroupRequest) -> HttpResponse:
    form = VendorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            catalog = welcome_vendor(request.group, **form.cleaned_data)
        except VendorExists as refusal:
            form.add_error("name", str(refusal))
        else:
            toast(request, _("%(name)s est ajouté, avec un catalogue vide.") % {"name": catalog.name})
            return redirect("catalogs:catalog", slug=request.group.slug, number=catalog.number)
    status = REFUSED if form.errors else HttpResponse.status_code
    return render(request, "catalogs/vendor_new.html", {"form": form}, status=status)


@group_page(*KEEPERS)
def catalog(request: GroupRequest, number: int) -> HttpResponse:
    """The products in their order, those that are not sold too; the archived ones apart."""
    shown = catalog_of(request, number)
    sought = request.GET.get("q", "").strip()
    is_archive = "archives" in request.GET
    products = Product.objects.filter(catalog=shown, archived_at__isnull=not is_archive).in_order()
    for word in search_form(sought).split():
        products = products.filter(search_name__contains=word)
    page = Paginator(products, PER_PAGE).get_page(request.GET.get("page"))
    context = {"catalog": shown, "page": page, "sought": sought, "is_archive": is_archive}
    return render(request, "catalogs/catalog.html", context)


def catalog_of(request: GroupRequest, number: int) -> Catalog:
    """The catalog of this number, among those of the group that this person keeps. Raises Http404."""
    kept = catalogs_kept(request.group, request.user, request.rights)
    return get_object_or_404(kept.select_related("vendor", "contact"), number=number)
