"""A rate in a form is typed and shown as it is said everywhere: « 5,5 », in whichever language one reads."""

from decimal import Decimal
from typing import Any

from django import forms

from cabas.ui.formats import number


class PercentField(forms.DecimalField):
    """At most two decimals; 5,5 and 5.50 and 5,5 % are one and the same."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"widget": widget, "min_value": 0, "max_digits": 4, "decimal_places": 2, **kwargs})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            value = value.replace("%", "").replace(",", ".").strip()
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return number(value) if isinstance(value, Decimal) else value
