"""A demonstration is removed whole, with its books and its people; a real group is never touched."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction

from cabas.groups.models import Adult, Group, RoleHolder
from cabas.ledger.books import delete_disposable
from cabas.mail.models import OutgoingMail
from cabas.people.models import User


@transaction.atomic
def remove_demo(groups: "models.QuerySet[Group] | None" = None) -> None:
    """Remove the groups whose book is disposable (of these, or all), and those of their people who are in no other.

    Everything of a group carries its id, so its rows are removed without looking at what points where: the database
    checks at the end of the transaction that nothing points at what is gone.
    """
    found = Group.objects.all() if groups is None else groups
    gone = list(found.filter(book__is_disposable=True).select_related("book"))
    people = _people_of(gone)
    for model in _models_of_groups():
        _delete(model._default_manager.filter(group__in=gone))
    OutgoingMail.objects.filter(group__isnull=True, to__in=User.objects.filter(pk__in=people).values("email")).delete()
    _delete(Group.objects.filter(pk__in=[group.pk for group in gone]))
    for group in gone:
        delete_disposable(group.book)
    User.objects.filter(pk__in=people, households__isnull=True, roles__isnull=True).delete()


def _people_of(groups: list[Group]) -> set[int]:
    adults = Adult.objects.filter(group__in=groups).values_list("person", flat=True)
    holders = RoleHolder.objects.filter(group__in=groups).values_list("person", flat=True)
    return {*adults, *holders}


def _models_of_groups() -> Iterator[type[models.Model]]:
    """Every model whose rows belong to a group."""
    for model in apps.get_models():
        fields = {field.name: field for field in model._meta.concrete_fields}
        if "group" in fields and fields["group"].related_model is Group:
            yield model


def _delete(rows: models.QuerySet[models.Model]) -> None:
    rows._raw_delete(rows.db)
