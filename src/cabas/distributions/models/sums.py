"""A sum of money as part of another statement: zero where there are no rows."""

from typing import Any

from django.db.models import QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from cabas.money import Money
from cabas.money.fields import MoneyField


def sum_of(rows: "QuerySet[Any, Any]", amount: str) -> Coalesce:
    """The sum of a column of rows that are all of one group."""
    sums = rows.order_by().values("group").annotate(sum=Sum(amount)).values("sum")
    return Coalesce(Subquery(sums), Value(Money(0), MoneyField()), output_field=MoneyField())
