"""A column of money holds whole cents in the database and is `Money` in Python."""

from typing import TYPE_CHECKING, Any

from django.core import exceptions
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Combinable, register_combinable_fields  # type: ignore[attr-defined]
from django.utils.translation import gettext_lazy as _

from cabas.money.amount import Money

if TYPE_CHECKING:
    Base = models.Field[Money, Money]
else:
    Base = models.Field


class NotMoney(TypeError):
    """A bare number met a column of money: nobody can tell whether it meant euros or cents."""


class MoneyField(Base):
    """Cents as a big integer. `Sum` gives `Money` (None for no row); so do `F() + F()`, `F() - F()`, `F() * integer`.

    It does not derive from IntegerField: two money columns added must stay money, not become a plain number.
    """

    description = _("Montant en centimes")
    _pyi_private_set_type: Money | Combinable
    _pyi_private_get_type: Money

    def get_internal_type(self) -> str:
        return "BigIntegerField"

    def from_db_value(self, value: Any, _expression: Any, _connection: BaseDatabaseWrapper) -> Money | None:
        # PostgreSQL sums bigint as numeric: a whole Decimal.
        return None if value is None else Money(value if type(value) is int else int(value))

    def to_python(self, value: Any) -> Money | None:
        """Cents as a serializer writes them, or an amount already."""
        if value is None or isinstance(value, Money):
            return value
        try:
            return Money(int(str(value)))
        except ValueError:
            raise exceptions.ValidationError(_("Montant illisible."), code="invalid") from None

    def get_prep_value(self, value: Any) -> Any:
        value = models.Field.get_prep_value(self, value)
        if isinstance(value, Money):
            return value.cents
        if value is None or hasattr(value, "resolve_expression"):
            return value
        raise NotMoney(f"{value!r} is not Money: write Money.of(...) or Money(cents)")

    def value_to_string(self, obj: models.Model) -> str:
        value: Money | None = self.value_from_object(obj)
        return "" if value is None else str(value.cents)


for _connector in (Combinable.ADD, Combinable.SUB):
    register_combinable_fields(MoneyField, _connector, MoneyField, MoneyField)
register_combinable_fields(MoneyField, Combinable.MUL, models.IntegerField, MoneyField)
register_combinable_fields(models.IntegerField, Combinable.MUL, MoneyField, MoneyField)
