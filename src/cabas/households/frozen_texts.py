"""A name, an address or a phone that was written into a text is taken out of it, wherever it was frozen."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Replace

from cabas.groups.models import Group
from cabas.ledger.erasing import erase_memos
from cabas.ledger.models import Transaction
from cabas.people.models import User
from cabas.people.names import ERASED

# What the group says of itself and of its farms is not said of a member, even where it holds the same name.
OF_THE_GROUP = {
    "catalogs.Catalog",
    "catalogs.Product",
    "catalogs.Vendor",
    "groups.Place",
    "joining.Welcome",
    "payments.PaymentSettings",
    "volunteering.DutyRole",
}
TEXTS = (models.CharField, models.TextField)
WORDS_MIN = 5  # shorter than that, it would be found in the middle of other words


def take_out(person: User, groups: Sequence[Group]) -> None:
    """Take what identifies this person out of every text of these groups, and out of the memos of their books."""
    words = _words(person)
    for model in _models_of_groups():
        rows = model._default_manager.filter(group__in=groups)
        _from_texts(model, rows, words)
        _from_objects(model, rows, words)
    named = Q(*[Q(memo__contains=word) for word, _said in words], _connector=Q.OR)
    if words:
        erase_memos(Transaction.objects.filter(named, book__in=[group.book_id for group in groups]))


def _words(person: User) -> list[tuple[str, str]]:
    """What identifies this person, and what takes its place."""
    names = [person.full_name, f"{person.last_name} {person.first_name}".strip()]
    found = [(name, ERASED) for name in names] + [(person.email or "", ""), (person.phone, "")]
    return [(word, said) for word, said in found if len(word) >= WORDS_MIN and word != ERASED]


def _from_texts(model: type[models.Model], rows: Any, words: Sequence[tuple[str, str]]) -> None:
    for field in model._meta.concrete_fields:
        if not isinstance(field, TEXTS) or field.choices or field.is_relation:
            continue
        for word, said in words:
            shorter = said if len(said) <= len(word) else said[: len(word)]
            found = rows.filter(**{f"{field.name}__contains": word})
            found.update(**{field.name: Replace(F(field.name), Value(word), Value(shorter))})


def _from_objects(model: type[models.Model], rows: Any, words: Sequence[tuple[str, str]]) -> None:
    """The same in what is kept as JSON."""
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.JSONField):
            continue
        written = rows.annotate(as_text=Cast(field.name, models.TextField()))
        said = Q(*[Q(as_text__contains=json.dumps(word)[1:-1]) | Q(as_text__contains=word) for word, _ in words])
        said.connector = Q.OR
        for row in written.filter(said) if words else ():
            setattr(row, field.name, _without(getattr(row, field.name), words))
            model._base_manager.filter(pk=row.pk).update(**{field.name: getattr(row, field.name)})


def _without(value: Any, words: Sequence[tuple[str, str]]) -> Any:
    if isinstance(value, str):
        for word, said in words:
            value = value.replace(word, said)
        return value
    if isinstance(value, list):
        return [_without(one, words) for one in value]
    if isinstance(value, dict):
        return {name: _without(one, words) for name, one in value.items()}
    return value


def _models_of_groups() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        fields = {field.name: field for field in model._meta.concrete_fields}
        if "group" in fields and fields["group"].related_model is Group and model._meta.label not in OF_THE_GROUP:
            yield model
