"""The catalog that a group lets its producer keep: the products, one more, one to change or to take out."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cabas.catalogs.models import Catalog, Product, Vendor
from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.producers.adding import add_product, put_back, take_out
from cabas.producers.farms import catalogs_kept_by
from cabas.producers.forms import AddedProductForm, KeptProductForm
from cabas.producers.keeping import NotKeptByVendor, change_product
from cabas.producers.models import AwaitedProduct, KeptCatalog
from cabas.producers.views.farm import farm_or_404
from cabas.ui.toasts import alert, toast

REFUSED = 422
USUAL_VAT = Decimal("5.5")


@require_safe
@group_page(Right.DELIVER)
def catalog(request: GroupRequest, number: int, catalog: int) -> HttpResponse:
    """Its products by name, those withdrawn too."""
    farm = farm_or_404(request, number)
    here = _catalog_or_404(farm, catalog)
    products = Product.objects.filter(catalog=here).kept().select_related("awaited").order_by("sort_name", "pk")
    return render(request, "producers/kept_catalog.html", {"farm": farm, "catalog": here, "products": products})


@group_page(Right.DELIVER)
def new(request: GroupRequest, number: int, catalog: int) -> HttpResponse:
    """GET the form; POST adds a product, sold at once or once the group looked at it."""
    farm = farm_or_404(request, number)
    here = _catalog_or_404(farm, catalog)
    here.group = request.group
    form = AddedProductForm(*_sent(request), instance=Product(catalog=here, vat_rate=USUAL_VAT))
    if request.method == "POST" and form.is_valid():
        form.apply_photo(form.instance)
        try:
            is_sold = add_product(form.instance, form.cleaned_data["vendor_price"], by=request.user, at=now())
        except NotKeptByVendor as refusal:
            return _not_kept(request, number, refusal)
        said = (
            _("%(name)s est ajouté.")
            if is_sold
            else _("%(name)s est ajouté\u202f: le groupe le regarde avant la vente.")
        )
        toast(request, said % {"name": form.instance.name})
        return _back(request, number, catalog)
    looks_first = KeptCatalog.objects.filter(catalog=here, looks_first=True).exists()
    context = {"farm": farm, "catalog": here, "form": form, "looks_first": looks_first}
    return render(request, "producers/added_product.html", context, status=REFUSED if form.errors else 200)


@require_POST
@group_page(Right.DELIVER)
def taking_out(request: GroupRequest, number: int, catalog: int, product: int) -> HttpResponse:
    """Out of the catalog, or back into it: « Annuler »."""
    farm = farm_or_404(request, number)
    here = _catalog_or_404(farm, catalog)
    found = get_object_or_404(
        Product.objects.select_related("catalog__group", "catalog__vendor"), catalog=here, pk=product
    )
    where = {"slug": request.group.slug, "number": number, "catalog": catalog, "product": product}
    try:
        if request.POST.get("taken_out") == "no":
            is_available = request.POST.get("available") == "yes"
            put_back(found, is_available=is_available, by=request.user, at=now())
            toast(request, _("%(name)s est de nouveau dans le catalogue.") % {"name": found.name})
        else:
            take_out(found, by=request.user, at=now())
            undo = {"taken_out": "no", "available": "yes" if found.is_active else "no"}
            address = reverse("producers:farm_product_taking_out", kwargs=where)
            toast(request, _("%(name)s n’est plus dans le catalogue.") % {"name": found.name}, address, undo)
    except NotKeptByVendor as refusal:
        return _not_kept(request, number, refusal)
    return _back(request, number, catalog)


@group_page(Right.DELIVER)
def product(request: GroupRequest, number: int, catalog: int, product: int) -> HttpResponse:
    """GET the form; POST changes the product, signed."""
    farm = farm_or_404(request, number)
    here = _catalog_or_404(farm, catalog)
    found = get_object_or_404(Product.objects.kept(), catalog=here, pk=product)
    name = found.name
    form = KeptProductForm(*_sent(request), instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_product(found, form.cleaned_data, by=request.user, at=now(), shows=form.shows)
        except NotKeptByVendor as refusal:
            return _not_kept(request, number, refusal)
        said = _("%(name)s est modifié. Le groupe voit ce changement.") if changed else _("%(name)s n’a pas changé.")
        toast(request, said % {"name": found.name})
        return _back(request, number, catalog)
    is_awaited = not found.is_active and AwaitedProduct.objects.filter(product=found).exists()
    context = {"farm": farm, "catalog": here, "product": found, "product_name": name, "form": form}
    context["is_awaited"] = is_awaited
    return render(request, "producers/kept_product.html", context, status=REFUSED if form.errors else 200)


def _sent(request: GroupRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _not_kept(request: GroupRequest, number: int, refusal: NotKeptByVendor) -> HttpResponse:
    alert(request, str(refusal))
    return redirect("producers:farm", slug=request.group.slug, number=number)


def _back(request: GroupRequest, number: int, catalog: int) -> HttpResponse:
    return redirect("producers:farm_catalog", slug=request.group.slug, number=number, catalog=catalog)


def _catalog_or_404(farm: Vendor, number: int) -> Catalog:
    return get_object_or_404(catalogs_kept_by(farm), number=number)
