"""A form whose act counts once carries the key of that act, and says a refusal beside the field that is to change."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext as _

UNFIT, CONFLICT = 422, 409


class ActForm(forms.Form):
    """A form whose act counts once. `field_of`: beside which field a refusal of the rule is said, by its name."""

    field_of: dict[str, str] = {}

    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["key"].initial = lambda: str(uuid4())

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        try:
            said["key"] = str(UUID(said.get("key", "")))
        except ValueError:
            self.add_error(None, _("Cette demande n’a pas de clé\u202f: vérifiez, puis envoyez de nouveau."))
        return said

    def refuse(self, refusal: Exception) -> int:
        """Say why the rule refused, beside the field that is to change; gives the status of the answer.

        422 where a field is to change; 409 where none is: somebody acted before, or the form was sent already.
        """
        field = self.field_of.get(type(refusal).__name__)
        self.add_error(field, str(refusal))
        return CONFLICT if field is None else UNFIT

    def renew_key(self) -> None:
        """Shown again as it was typed, it is another act: the key that was sent may have been used."""
        self.data = {name: self.data.get(name) for name in self.data} | {"key": str(uuid4())}
