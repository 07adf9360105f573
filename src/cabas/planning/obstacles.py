"""What stands in the way of putting orders into a distribution, or back into it, is refused by its name."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.catalogs.models import Product
from cabas.catalogs.stock import remaining
from cabas.distributions.models import Basket, Distribution, OrderLine
from cabas.distributions.refusals import Shortage
from cabas.groups.models import Membership
from cabas.payments.models import Gift, Refund


class InTheWay(Exception):
    """Something keeps orders from where they should go; nothing was recorded."""


class ProductsGone(InTheWay):
    """What was ordered is not sold any more."""

    def __init__(self, products: Sequence[str]) -> None:
        self.products = products

    def __str__(self) -> str:
        return ngettext(
            "%(products)s n’est plus proposé\u202f: remettez ce produit en vente, ou retirez-le des paniers.",
            "%(products)s ne sont plus proposés\u202f: remettez ces produits en vente, ou retirez-les des paniers.",
            len(self.products),
        ) % {"products": ", ".join(self.products)}


class StockShort(InTheWay):
    """The vendor cannot bring that many to this distribution."""

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        self.shortages = shortages

    def __str__(self) -> str:
        said = " ".join(str(shortage) for shortage in self.shortages)
        return said + " " + _("Augmentez ce stock dans le catalogue, ou changez d’abord des paniers.")


class HouseholdsGone(InTheWay):
    """They left the group, or were merged, since."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def __str__(self) -> str:
        return ngettext(
            "%(names)s a quitté le groupe depuis\u202f: ces commandes ne reviennent pas.",
            "%(names)s ont quitté le groupe depuis\u202f: ces commandes ne reviennent pas.",
            len(self.names),
        ) % {"names": ", ".join(self.names)}


class MoneyGone(InTheWay):
    """What the act gave back to their accounts was refunded, given or taken back since."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def __str__(self) -> str:
        said = {"names": ", ".join(self.names)}
        return (
            _(
                "De l’argent rendu depuis manque au compte de %(names)s (remboursement, don ou paiement repris)\u202f: "
                "annulez d’abord cette opération, ou commandez de nouveau pour ce foyer."
            )
            % said
        )


def require_on_offer(lines: Iterable[OrderLine]) -> None:
    """Each product is sold still; the lines are fetched with product and catalog. Raises `ProductsGone`."""
    gone = {line.product_name for line in lines if not line.product.is_active or line.product.archived_at}
    if gone:
        raise ProductsGone(sorted(gone))


def require_stock(distribution: Distribution, wanted: Iterable[tuple[OrderLine, int]]) -> None:
    """So many more of each product of these lines, fetched with it, fit in its stock. Raises `StockShort`.

    One statement where some are limited, else none.
    """
    counted: Counter[Product] = Counter()
    for line, quantity in wanted:
        counted[line.product] += quantity
    limited = [product for product in counted if product.stock is not None]
    if not limited:
        return
    lines = OrderLine.objects.filter(distribution=distribution, product__in=limited, is_missing=False)
    sums = lines.order_by().values("product").annotate(sum=Sum("quantity"))
    taken = dict(sums.values_list("product", "sum"))
    shortages = [
        Shortage(each.pk, each.name, counted[each], left)
        for each in limited
        if (left := remaining(each, taken)) is not None and counted[each] > left
    ]
    if shortages:
        raise StockShort(shortages)


def require_there(baskets: Iterable[Basket]) -> None:
    """Their households are in the group. Raises `HouseholdsGone`."""
    if gone := _names(basket.membership for basket in baskets if basket.membership.left_on):
        raise HouseholdsGone(gone)


def require_money_there(baskets: Sequence[Basket], after: int) -> None:
    """Nothing was refunded to them nor given by them after this transaction. One statement. Raises `MoneyGone`."""
    known = {basket.membership_id: basket.membership for basket in baskets}
    since = {"membership__in": list(known), "transaction__number__gt": after, "transaction__reversed_by": None}
    refunded = Refund.objects.filter(**since).order_by().values_list("membership", flat=True)
    gone = refunded.union(Gift.objects.filter(**since).order_by().values_list("membership", flat=True))
    if names := _names(known[each] for each in gone):
        raise MoneyGone(names)


def require_paid_as_much(pairs: Iterable[tuple[Basket, int]]) -> None:
    """Each basket has received at least so many cents. Raises `MoneyGone`."""
    if names := _names(basket.membership for basket, cents in pairs if basket.paid.cents < cents):
        raise MoneyGone(names)


def _names(households: Iterable[Membership]) -> list[str]:
    found = {each.pk: each for each in households}
    return [each.name for each in sorted(found.values(), key=lambda each: (each.sort_name, each.number))]
