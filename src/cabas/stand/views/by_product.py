"""The stand by product: the products of the evening, and one of them weighed in a row, member after member."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cabas.clock import now
from cabas.distributions.refusals import DistributionValidated
from cabas.distributions.views._act_key import fresh_key, require_key, sent_key
from cabas.groups.access import GroupRequest
from cabas.ledger.acts import KeyMissing
from cabas.ledger.refusals import LedgerRefusal
from cabas.stand.access import stand_page
from cabas.stand.views._page import distribution_or_404
from cabas.stand.views._product import ProductPage, changes_of, product_or_404, products_of
from cabas.stand.weighing_in_a_row import Weighed, weigh_product
from cabas.stand.weights_typed import TypedWeight, read_weights, weights_read
from cabas.ui.toasts import toast

CONFLICT, UNFIT = 409, 422


@require_safe
@stand_page
def products(request: GroupRequest, number: int) -> HttpResponse:
    """What somebody ordered, by name."""
    distribution = distribution_or_404(request, number)
    context = {"distribution": distribution, "products": products_of(distribution)}
    return render(request, "stand/products.html", context)


@stand_page
def product(request: GroupRequest, number: int, product: int) -> HttpResponse:
    """The members who ordered it. A POST posts the weights that are typed: of all, or of one `row` as it is left."""
    here = product_or_404(distribution_or_404(request, number), product)
    if request.method != "POST":
        return _page(request, here)
    try:
        require_key(request)
        return _weigh(request, here)
    except KeyMissing as refusal:
        return _page(request, here, _typed(request, here), refusal=str(refusal), status=UNFIT)
    except (DistributionValidated, LedgerRefusal) as refusal:
        return _page(request, here, _typed(request, here), refusal=str(refusal), status=CONFLICT)


def _weigh(request: GroupRequest, here: ProductPage) -> HttpResponse:
    """What can be read is posted; what cannot, is asked about, or was weighed by somebody else stays as it is typed."""
    typed = _typed(request, here)
    sound = {pk: weight for pk, weight in typed.items() if weight.is_sound and weight.is_new}
    shown = {line.pk: request.POST.get(f"shown-{line.pk}", "") for line in here.lines}
    weighed = weigh_product(
        here.distribution,
        here.product,
        weights_read(sound),
        shown,
        key=sent_key(request),
        by=request.user,
        at=now(),
    )
    open_still = {pk: weight for pk, weight in typed.items() if not weight.is_sound or pk in weighed.left}
    if request.headers.get("HX-Request"):
        return _row(request, here, open_still, weighed)
    if open_still:
        return _asked_again(request, here, open_still, weighed)
    toast(request, f"{here.name}\u202f: {_saved(weighed.count)}")
    return redirect("stand:products", slug=request.group.slug, number=here.distribution.number)


def _typed(request: GroupRequest, here: ProductPage) -> dict[int, TypedWeight]:
    """What is typed; of one row where only that is left."""
    sent = {name: str(request.POST[name]) for name in request.POST}
    row = sent.get("row", "")
    return read_weights([line for line in here.lines if not row or str(line.pk) == row], sent)


def _row(request: GroupRequest, here: ProductPage, typed: dict[int, TypedWeight], weighed: Weighed) -> HttpResponse:
    """The row alone, as it is now, and how many are weighed."""
    fresh = product_or_404(here.distribution, here.product)
    row = next((row for row in fresh.rows(typed, weighed.left) if str(row.line.pk) == request.POST.get("row")), None)
    if row is None:
        return _page(request, fresh, typed, status=UNFIT)
    context = {"row": row, "page": fresh, "distribution": here.distribution, "is_alone": True}
    return render(request, "stand/_product_row.html", context, status=UNFIT if typed else HttpResponse.status_code)


def _asked_again(
    request: GroupRequest, here: ProductPage, typed: dict[int, TypedWeight], weighed: Weighed
) -> HttpResponse:
    fresh = product_or_404(here.distribution, here.product)
    said = {"saved": _saved(weighed.count), "count": len(typed)}
    sentence = ngettext(
        "%(count)s poids est à vérifier, %(saved)s.", "%(count)s poids sont à vérifier, %(saved)s.", len(typed)
    )
    return _page(request, fresh, typed, weighed, refusal=sentence % said, status=UNFIT)


def _saved(count: int) -> str:
    if not count:
        return _("aucun poids n’a changé")
    return ngettext("%(count)s poids enregistré", "%(count)s poids enregistrés", count) % {"count": count}


def _page(
    request: GroupRequest,
    here: ProductPage,
    typed: dict[int, TypedWeight] | None = None,
    weighed: Weighed | None = None,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "distribution": here.distribution,
        "page": here,
        "rows": here.rows(typed, weighed.left if weighed else ()),
        "changes": changes_of(here.distribution, here.product),
        "refusal": refusal,
        "key": fresh_key(),
    }
    return render(request, "stand/product.html", context, status=status)
