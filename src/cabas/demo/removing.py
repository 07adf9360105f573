"""A group whose book is disposable is removed whole, with its book and its people; a real group is never touched.

That its book is disposable is asked under the lock of the book, here, whoever asks for the removal.
"""

from collections.abc import Iterator, Sequence

from django.apps import apps
from django.db import models, transaction

from cabas.groups.models import Adult, Group, RoleHolder
from cabas.ledger.books import delete_disposable, require_disposable
from cabas.mail.models import OutgoingMail
from cabas.people.models import User


@transaction.atomic
def remove_demo(groups: "models.QuerySet[Group] | None" = None) -> None:
    """Remove the groups whose book is disposable (of these, or all), and those of their people who are in no other.

    Everything of a group carries its id, so its rows are removed without looking at what points where: the database
    checks at the end of the transaction that nothing points at what is gone.
    """
    found = Group.objects.all() if groups is None else groups
    people = remove_groups(list(found.filter(book__is_disposable=True).order_by("book")))
    OutgoingMail.objects.filter(group__isnull=True, to__in=people.values("email")).delete()
    people.filter(households__isnull=True, roles__isnull=True).delete()


@transaction.atomic
def remove_groups(groups: Sequence[Group]) -> "models.QuerySet[User]":
    """Remove these groups, all or none, with their books. Returns who was in them: whose removal is another matter.

    Raises `BookNotDisposable`, and then nothing is gone.
    """
    for group in groups:
        require_disposable(group.book_id)
    people = _people_of(groups)
    for model in _models_of_groups():
        _delete(model._default_manager.filter(group__in=groups))
    _delete(Group.objects.filter(pk__in=[group.pk for group in groups]))
    for group in groups:
        delete_disposable(group.book_id)
    found: models.QuerySet[User] = User.objects.filter(pk__in=people)
    return found


def _people_of(groups: Sequence[Group]) -> set[int]:
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
