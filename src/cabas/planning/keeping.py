"""What baskets were before an act is kept with what they became: it is undone only where they are so still."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet

from cabas.catalogs.models import Catalog
from cabas.distributions.amending import Edit
from cabas.distributions.models import Basket, Distribution, OrderLine, Participation
from cabas.groups.models import Adult
from cabas.money import Money

PROMISE = ["means", "is_announced", "told_amount", "left_amount", "ordered_total"]


def with_all(pks: Iterable[int]) -> list[Basket]:
    """These baskets with amounts, people, lines and their distribution. Three statements."""
    return fetched(Basket.objects.filter(pk__in=list(pks)))


def fetched(found: "QuerySet[Basket]") -> list[Basket]:
    """The same of a query."""
    people = Prefetch("membership__adults", Adult.objects.select_related("person"))
    lines = Prefetch("lines", OrderLine.objects.select_related("product__catalog"))
    baskets = (
        Basket.objects.filter(pk__in=found.values("pk")).with_amounts().order_by("distribution__starts_at", "number")
    )
    return list(
        baskets.select_related("group", "distribution__place", "membership__account").prefetch_related(people, lines)
    )


def kept(basket: Basket, lines: Iterable[OrderLine]) -> dict[str, Any]:
    """A basket before an act that changes these of its lines. With amounts."""
    return {"basket": basket.pk, "before": _promise(basket), "lines": [_terms(line) for line in lines]}


def with_outcome(before: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same once the act is done, with what the baskets became. One statement."""
    found = Basket.objects.filter(pk__in=[each["basket"] for each in before]).with_amounts()
    became = {basket.pk: _promise(basket) for basket in found}
    return [{**each, "after": became[each["basket"]]} for each in before]


def is_as_left(basket: Basket, each: dict[str, Any]) -> bool:
    """Did nothing happen to it since? What was received meanwhile stays with it: it may be more, never less."""
    now, left = _promise(basket), each["after"]
    is_paid_as_much = now.pop("paid") >= left["paid"]
    return is_paid_as_much and now == {name: value for name, value in left.items() if name != "paid"}


def edits_back(basket: Basket, each: dict[str, Any]) -> list[Edit]:
    """What brings its lines back to what they were."""
    lines = {line.pk: line for line in basket.lines.all()}
    edits = []
    for pk, quantity, grams, label, is_missing in each["lines"]:
        if pk in lines:
            label_price = None if label is None else Money(label)
            edits.append(Edit(lines[pk], quantity=quantity, grams=grams, label=label_price, is_missing=is_missing))
    return edits


def put_promise_back(basket: Basket, each: dict[str, Any]) -> None:
    """What was announced is again; not where it was received since. Not saved."""
    was = each["before"]
    basket.means = was["means"]
    basket.is_announced = was["is_announced"] and basket.paid.cents <= was["paid"]
    basket.told_amount, basket.left_amount = Money(was["told_amount"]), Money(was["left_amount"])
    basket.ordered_total = Money(was["ordered_total"])


def hours_of(distribution: Distribution, catalog: Catalog) -> list[str | None]:
    """The hours that a catalog has of its own there, as JSON keeps them."""
    each = distribution.participations.get(catalog=catalog)
    own = (each.orders_open_at, each.orders_close_at)
    return [moment.isoformat() if moment else None for moment in own]


def take_part_again(distribution: Distribution, catalog: Catalog, hours: Sequence[Any]) -> None:
    """With the hours that it had; nothing where it takes part."""
    opens, closes = hours
    again = {"group_id": distribution.group_id, "orders_open_at": opens, "orders_close_at": closes}
    Participation.objects.get_or_create(distribution=distribution, catalog=catalog, defaults=again)


def _promise(basket: Basket) -> dict[str, Any]:
    return {
        "version": basket.version,
        "means": basket.means,
        "is_announced": basket.is_announced,
        "told_amount": basket.told_amount.cents,
        "left_amount": basket.left_amount.cents,
        "ordered_total": basket.ordered_total.cents,
        "paid": basket.paid.cents,
    }


def _terms(line: OrderLine) -> list[Any]:
    label = line.label_price.cents if line.label_price is not None else None
    return [line.pk, line.quantity, line.grams, label, line.is_missing]
