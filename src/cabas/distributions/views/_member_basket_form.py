"""What is typed in the form of a member's basket: how many of each product in `q<product>`; what is not there stays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from cabas.distributions.drafts import QUANTITY_MAX
from cabas.distributions.views._posted import ID_MAX

FIELD = "q"
DIGITS_MAX = len(str(QUANTITY_MAX))
TYPED_MAX = 20


@dataclass(frozen=True)
class Typed:
    """`texts` as they stand in the fields, by product; `means` is None where the form does not say."""

    texts: Mapping[int, str] = field(default_factory=dict)
    means: str | None = None

    @property
    def faults(self) -> dict[int, str]:
        """What to say at the fields that cannot be read."""
        sentence = _("«\u202f%(text)s\u202f»\u202f: écrivez un nombre entier, 0 pour retirer.")
        return {pk: sentence % {"text": text} for pk, text in self.texts.items() if _read(text) is None}

    def quantities(self, committed: Mapping[int, int]) -> dict[int, int]:
        """All that the basket shall hold: what was committed where nothing readable is typed."""
        read = {pk: quantity for pk, text in self.texts.items() if (quantity := _read(text)) is not None}
        return {pk: quantity for pk, quantity in {**committed, **read}.items() if quantity}

    def query(self, committed: Mapping[int, int], means: str) -> dict[str, str]:
        """What the address of the page must say to show it as it is typed, beside what is saved."""
        changed = {f"{FIELD}{pk}": text for pk, text in self.texts.items() if _read(text) != committed.get(pk, 0)}
        return changed | ({} if self.means in (None, means) else {"means": str(self.means)})


def read_typed(data: QueryDict) -> Typed:
    """What the form says; fields that are none of ours are passed over."""
    texts = {int(name[1:]): str(data[name]).strip()[:TYPED_MAX] for name in data if _is_field(name)}
    return Typed(texts, str(data["means"])[:TYPED_MAX] if "means" in data else None)


def stepped(typed: Typed, step: str, committed: Mapping[int, int]) -> Typed:
    """One more or one less: `step` is `<product>:1` or `<product>:-1`."""
    product, _colon, add = step.partition(":")
    if not (_is_field(f"{FIELD}{product}") and add in ("1", "-1")):
        return typed
    pk = int(product)
    now = typed.quantities(committed).get(pk, 0)
    return Typed({**typed.texts, pk: str(min(QUANTITY_MAX, max(0, now + int(add))))}, typed.means)


def undo_fields(details: Mapping[int, int], version: int, means: str) -> dict[str, Any]:
    """The form that puts these quantities back."""
    return {f"{FIELD}{pk}": quantity for pk, quantity in details.items()} | {"version": version, "means": means}


def _is_field(name: str) -> bool:
    digits = name[1:]
    is_number = digits.isascii() and digits.isdecimal() and len(digits) <= len(str(ID_MAX))
    return name.startswith(FIELD) and is_number and int(digits) <= ID_MAX


def _read(text: str) -> int | None:
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS_MAX else None
