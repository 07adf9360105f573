"""Vendors, catalogs and products are listed as one reads them: without accents or capitals, numbers by their size.

« 6 œufs » stands before « 10 œufs », « Épeautre » between « Eau » and « Farine ». Zeros stand for the spaces, because
some PostgreSQL collations ignore spaces.
"""

import re
from typing import TYPE_CHECKING, Any

from django.db import models

from cabas.people.names import search_form

SORT_NAME_MAX = 200
DIGITS = 6  # as long as each number is written
NUMBER = re.compile(r"[0-9]+")

if TYPE_CHECKING:
    Base = models.CharField[str, str]
else:
    Base = models.CharField


def listing_form(name: str) -> str:
    """The key that sorts these names."""
    sized = NUMBER.sub(lambda found: found[0].zfill(DIGITS), search_form(name))
    return sized.replace(" ", "0")[:SORT_NAME_MAX]


class SortNameField(Base):
    """Follows the `name` of its row whenever that is saved, alone or with others (`bulk_create`; not `bulk_update`)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": SORT_NAME_MAX, "editable": False, **kwargs})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = listing_form(model_instance.name)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, key)
        return key
