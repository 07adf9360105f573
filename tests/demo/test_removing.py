"""A demonstration goes away whole, takes nothing else with it, and never stands beside real accounts."""

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from cabas.clock import NotADemo
from cabas.demo.building import build_demo
from cabas.demo.removing import remove_demo
from cabas.groups.founding import found_group
from cabas.groups.members import NewHousehold, NewPerson, add_members
from cabas.groups.models import Group
from cabas.ledger.models import Account, Book
from cabas.people.models import User
from tests.cast import TUESDAY, cast

pytestmark = pytest.mark.django_db


def test_real_groups_stay_with_the_people_who_are_in_both() -> None:
    real = cast(slug="halles")
    real.order(real.alice, {real.bread: 1})
    trial = found_group("Un essai", "essai", at=TUESDAY, is_disposable=True)
    alice = NewPerson("Alice", "Martin", "alice@halles.example.org")
    add_members(
        trial, [NewHousehold([alice]), NewHousehold([NewPerson("Zoé", "Essai", "zoe@example.org")])], at=TUESDAY
    )

    remove_demo()

    assert [group.slug for group in Group.objects.all()] == ["halles"]
    assert Book.objects.count() == 1
    assert not Account.objects.exclude(book=real.group.book).exists()
    assert User.objects.filter(email="alice@halles.example.org").exists()
    assert not User.objects.filter(email="zoe@example.org").exists()
    assert real.distribution.baskets.count() == 1


def test_every_row_of_a_group_carries_its_id() -> None:
    """Else a row would outlive the group it belongs to, and the database would refuse the removal."""
    apart = {"Group", "User", "Book", "Account", "Transaction", "Entry", "Act", "FirstLink"}
    for model in apps.get_models():
        if model.__module__.startswith("cabas.") and model.__name__ not in apart:
            try:
                model._meta.get_field("group")
            except FieldDoesNotExist:
                pytest.fail(f"{model.__name__} does not carry its group")


def test_it_is_never_built_beside_real_accounts(settings: Any) -> None:
    settings.IS_DEMO = False
    with pytest.raises(NotADemo):
        build_demo(at=TUESDAY)
    assert not Group.objects.exists()
