"""Some of the rows that a form lists, by the numbers that their boxes send."""

from typing import Any, TypeVar

from django import forms
from django.db import models

ID_DIGITS_MAX = 18

Row = TypeVar("Row", bound=models.Model)


class ChosenField(forms.ModelMultipleChoiceField[Row]):
    """A number that no row can have is refused, not asked of the database, which would fail on it."""

    def clean(self, value: Any) -> Any:
        if isinstance(value, list | tuple) and any(len(str(chosen)) > ID_DIGITS_MAX for chosen in value):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)
