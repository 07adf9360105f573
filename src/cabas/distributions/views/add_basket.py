"""« Ajouter un panier »: whose it shall be, sought as in every list; who has one already is led to it."""

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cabas.distributions.models import Basket, OrderLine
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.groups.seeking import households_sought

PER_PAGE = 50
SOUGHT_MAX = 80


@require_safe
@group_page(Right.ORDER_FOR_MEMBERS)
def add_basket(request: GroupRequest, number: int) -> HttpResponse:
    """The members by name, each with the number of the basket that holds something for them."""
    distribution = get_object_or_404(request.group.distributions.with_validation(), number=number)
    sought = request.GET.get("q", "").strip()[:SOUGHT_MAX]
    filled = OrderLine.objects.filter(basket=OuterRef("pk"), quantity__gt=0)
    baskets = Basket.objects.filter(distribution=distribution, membership=OuterRef("pk")).filter(Exists(filled))
    members = households_sought(request.group, sought).current()
    found = members.annotate(basket_number=Subquery(baskets.values("number")[:1])).by_name().with_people()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"distribution": distribution, "page": page, "sought": sought}
    return render(request, "distributions/add_basket.html", context)
