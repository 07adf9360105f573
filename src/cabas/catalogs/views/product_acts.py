"""What is done to a product in one tap, and undone in another."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.catalogs import products
from cabas.catalogs.coordinating import KEEPERS
from cabas.catalogs.models import Product
from cabas.catalogs.views.catalogs import catalog_of
from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.ui.elision import of
from cabas.ui.toasts import alert, toast


@require_POST
@group_page(*KEEPERS)
def availability(request: GroupRequest, number: int, product: int) -> HttpResponse:
    """« Indisponible »: it stays in the catalog and is not sold; « disponible » again."""
    here = _product(request, number, product)
    is_available = request.POST.get("available") == "yes"
    if products.offer(here, is_available):
        said = _("%(name)s est de nouveau proposé.") if is_available else _("%(name)s est indisponible.")
        back = {"available": "no" if is_available else "yes"}
        toast(request, said % {"name": here.name}, _address("availability", request, number, here), back)
    return _back(request, number, here)


@require_POST
@group_page(*KEEPERS)
def placing(request: GroupRequest, number: int, product: int) -> HttpResponse:
    here = _product(request, number, product)
    products.place(here, is_up=request.POST.get("to") == "up")
    return _back(request, number, here)


@require_POST
@group_page(*KEEPERS)
def copying(request: GroupRequest, number: int, product: int) -> HttpResponse:
    here = _product(request, number, product)
    copied = products.save_product(products.copy_of(here))
    toast(
        request,
        _("Voici la copie %(of_name)s, indisponible tant que vous ne la proposez pas.") % {"of_name": of(here.name)},
    )
    return redirect("catalogs:product", slug=request.group.slug, number=number, product=copied.pk)


@require_POST
@group_page(*KEEPERS)
def withdrawal(request: GroupRequest, number: int, product: int) -> HttpResponse:
    """Out of the catalog, or back into it."""
    here = _product(request, number, product)
    where = _address("withdrawal", request, number, here)
    if request.POST.get("withdrawn") == "no":
        products.put_back(here, is_available=request.POST.get("available") == "yes")
        toast(request, _("%(name)s est de nouveau dans le catalogue.") % {"name": here.name})
    else:
        products.withdraw(here, at=now())
        undo = {"withdrawn": "no", "available": "yes" if here.is_active else "no"}
        toast(request, _("%(name)s est archivé.") % {"name": here.name}, where, undo)
    return _back(request, number)


@require_POST
@group_page(*KEEPERS)
def removal(request: GroupRequest, number: int, product: int) -> HttpResponse:
    """For good, of an archived product that nobody ever ordered."""
    catalog = catalog_of(request, number)
    here = get_object_or_404(Product, catalog=catalog, pk=product, archived_at__isnull=False)
    try:
        products.delete(here)
    except products.ProductOrdered as refusal:
        alert(request, str(refusal))
    else:
        toast(request, _("%(name)s est supprimé.") % {"name": here.name})
    return redirect(reverse("catalogs:catalog", kwargs={"slug": request.group.slug, "number": number}) + "?archives")


def _product(request: GroupRequest, number: int, product: int) -> Product:
    return get_object_or_404(Product.objects.select_related("catalog"), catalog=catalog_of(request, number), pk=product)


def _address(name: str, request: GroupRequest, number: int, product: Product) -> str:
    where: dict[str, Any] = {"slug": request.group.slug, "number": number, "product": product.pk}
    return reverse(f"catalogs:product_{name}", kwargs=where)


def _back(request: GroupRequest, number: int, product: Product | None = None) -> HttpResponse:
    page = reverse("catalogs:catalog", kwargs={"slug": request.group.slug, "number": number})
    return redirect(f"{page}#p{product.pk}" if product else page)
