"""A group of examples made once on a Tuesday beside a real one, for all the tests that look at it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from cabas.examples.making import make_example
from cabas.groups.models import Group
from cabas.people.models import User
from tests.cast import TUESDAY


def new_host(email: str) -> User:
    return User.objects.create_user(email, first_name="Nadia", last_name="Belkacem", is_host=True)


@pytest.fixture(scope="module")
def made_on_a_tuesday(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        make_example(by=new_host("nadia@free.fr"), at=TUESDAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def example(made_on_a_tuesday: None, db: None) -> Group:
    return Group.objects.select_related("book").get(slug="exemple")


@pytest.fixture
def host(example: Group) -> User:
    found: User = User.objects.get(email="nadia@free.fr")
    return found
