"""A product is added to a catalog or changed there."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cabas.catalogs.coordinating import KEEPERS
from cabas.catalogs.forms import ProductForm
from cabas.catalogs.models import Catalog, PriceChange, Product
from cabas.catalogs.photos import sweep
from cabas.catalogs.products import save_product
from cabas.catalogs.views.catalogs import catalog_of
from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.ui.toasts import toast

REFUSED = 422
PRICES_SHOWN = 10


@group_page(*KEEPERS)
def product_new(request: GroupRequest, number: int) -> HttpResponse:
    return _form_page(request, catalog_of(request, number), None)


@group_page(*KEEPERS)
def product(request: GroupRequest, number: int, product: int) -> HttpResponse:
    catalog = catalog_of(request, number)
    return _form_page(request, catalog, get_object_or_404(Product, catalog=catalog, pk=product))


def _form_page(request: GroupRequest, catalog: Catalog, product: Product | None) -> HttpResponse:
    name = product.name if product else ""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ProductForm(*sent, instance=product, catalog=catalog)
    if sent and form.is_valid():
        kept = save_product(form.save(commit=False), by=request.user, at=now())
        if request.FILES or form.cleaned_data["removes_photo"]:
            sweep(now())
        toast(request, (_("%(name)s est modifié.") if product else _("%(name)s est ajouté.")) % {"name": kept.name})
        return redirect("catalogs:catalog", slug=request.group.slug, number=catalog.number)
    context = {"form": form, "catalog": catalog, "product_name": name, "product": product}
    if product:
        context["prices"] = PriceChange.objects.filter(product=product).select_related("by")[:PRICES_SHOWN]
    return render(request, "catalogs/product.html", context, status=REFUSED if form.errors else 200)
