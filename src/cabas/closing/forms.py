"""What was counted, as it is typed in the second step of validating; all of it may be left empty."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cabas.closing.counting import WHY_MAX, Counted
from cabas.closing.models import Count
from cabas.money import Money
from cabas.money.form_field import MoneyFormField

CHEQUES_MAX = 9_999
NOTHING = Money(0)


class CountForm(forms.Form):
    """Names begin with « count- »: the page has other fields."""

    cash_float = MoneyFormField(label=_("Fond au départ"), required=False, min_value=NOTHING)
    cash_counted = MoneyFormField(label=_("Compté"), required=False, min_value=NOTHING)
    float_left = MoneyFormField(label=_("Fond laissé"), required=False, min_value=NOTHING)
    cheques_counted = forms.IntegerField(
        label=_("Comptés"),
        required=False,
        min_value=0,
        max_value=CHEQUES_MAX,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    cheques_sum = MoneyFormField(label=_("Leur somme"), required=False, min_value=NOTHING)
    ticket = MoneyFormField(label=_("Total du ticket"), required=False, min_value=NOTHING)
    why = forms.CharField(
        label=_("Pourquoi cet écart d’espèces ?"),
        required=False,
        max_length=WHY_MAX,
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **more: Any) -> None:
        super().__init__(data, prefix="count", **more)

    @classmethod
    def is_in(cls, data: Mapping[str, Any]) -> bool:
        """Are its fields among these, filled in or empty?"""
        return any(name.startswith("count-") for name in data)

    @property
    def counted(self) -> Counted:
        """What was typed; once it is valid."""
        typed = self.cleaned_data
        return Counted(**{**typed, "cash_float": typed["cash_float"] or NOTHING, "why": typed["why"].strip()})

    def typed(self) -> dict[str, str]:
        """The texts as they were sent, to be shown again."""
        return {name: str(self.data[self.add_prefix(name)])[:WHY_MAX] for name in self.fields if self._sent(name)}

    def _sent(self, name: str) -> bool:
        return bool(self.data.get(self.add_prefix(name)))


def as_typed(count: Count) -> dict[str, Any]:
    """A count that stands, as the form shows it."""
    return {name: getattr(count, name) for name in CountForm.base_fields}
