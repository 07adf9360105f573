"""The catalog that a group lets its producer keep: the products, and one of them to change."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cabas.catalogs.models import Catalog, Product, Vendor
from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.producers.farms import catalogs_kept_by
from cabas.producers.forms import KeptProductForm
from cabas.producers.keeping import NotKeptByVendor, change_product
from cabas.producers.views.farm import farm_or_404
from cabas.ui.toasts import alert, toast

REFUSED = 422


@require_safe
@group_page(Right.DELIVER)
def catalog(request: GroupRequest, number: int, catalog: int) -> HttpResponse:
    """Its products by name, those withdrawn too."""
    farm = farm_or_404(request, number)
    here = _catalog_or_404(farm, catalog)
    products = Product.objects.filter(catalog=here).kept().order_by("sort_name", "pk")
    return render(request, "producers/kept_catalog.html", {"farm": farm, "catalog": here, "products": products})


@group_page(Right.DELIVER)
def product(request: GroupRequest, number: int, catalog: int, product: int) -> HttpResponse:
    """GET the form; POST changes the product, signed."""
    farm = farm_or_404(request, number)
    here = _catalog_or_404(farm, catalog)
    found = get_object_or_404(Product.objects.kept(), catalog=here, pk=product)
    name = found.name
    form = KeptProductForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_product(found, form.cleaned_data, by=request.user, at=now())
        except NotKeptByVendor as refusal:
            alert(request, str(refusal))
            return redirect("producers:farm", slug=request.group.slug, number=number)
        said = _("%(name)s est modifié. Le groupe voit ce changement.") if changed else _("%(name)s n’a pas changé.")
        toast(request, said % {"name": found.name})
        return redirect("producers:farm_catalog", slug=request.group.slug, number=number, catalog=catalog)
    context = {"farm": farm, "catalog": here, "product": found, "product_name": name, "form": form}
    return render(request, "producers/kept_product.html", context, status=REFUSED if form.errors else 200)


def _catalog_or_404(farm: Vendor, number: int) -> Catalog:
    return get_object_or_404(catalogs_kept_by(farm), number=number)
