"""An amount in a form is typed as French people write it: 12,5 and 12.50 and 12,50 € are one and the same."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cabas.money.amount import Money
from cabas.money.parsing import AmountUnreadable, parse_amount

AMOUNT_MAX = Money.of("99999.99")  # no group is paid more at once: what is above is the number of a cheque


class MoneyFormField(forms.CharField):
    """An amount in euros, which becomes `Money`; below `min_value`, or above `AMOUNT_MAX`, it is refused."""

    def __init__(self, *, min_value: Money | None = None, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"max_length": 20, "widget": widget, **kwargs})
        self.min_value = min_value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Money) or not (text := super().to_python(value)):
            return value if isinstance(value, Money) else None
        try:
            amount = parse_amount(text)
        except AmountUnreadable as unreadable:
            raise forms.ValidationError(str(unreadable), code="invalid") from unreadable
        if self.min_value is not None and amount < self.min_value:
            raise forms.ValidationError(_("Un montant ne peut pas être négatif."), code="min_value")
        if amount > AMOUNT_MAX:
            raise forms.ValidationError(
                _("Vérifiez le montant\u202f: il dépasse 99\u202f999,99\u00a0€."), code="max_value"
            )
        return amount

    def run_validators(self, value: Any) -> None:
        """The length was that of the text."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value.euros:.2f}".replace(".", ",") if isinstance(value, Money) else value
