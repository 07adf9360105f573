"""The demonstration of a Tuesday, built once for all the tests that look at it; and an installation that is one."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import transaction
from django.test import override_settings

from cabas.demo.building import build_demo
from cabas.groups.models import Group
from cabas.ui.plurals import count_as_french_does
from tests.cast import TUESDAY


@pytest.fixture(scope="module")
def on_a_tuesday(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(IS_DEMO=True):
            build_demo(at=TUESDAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def vallon(on_a_tuesday: None, db: None) -> Group:
    return Group.objects.get(slug="vallon")


@pytest.fixture
def bloque(on_a_tuesday: None, db: None) -> Group:
    return Group.objects.get(slug="bloque")


@pytest.fixture
def halles(on_a_tuesday: None, db: None) -> Group:
    return Group.objects.get(slug="halles")


@pytest.fixture
def a_demo(settings: Any) -> None:
    """What a demonstration's settings say that those of a real installation do not."""
    settings.IS_DEMO = True
    if "cabas.demo" not in configured.INSTALLED_APPS:
        settings.INSTALLED_APPS = [*configured.INSTALLED_APPS, "cabas.demo"]
        count_as_french_does()
    settings.TEMPLATES = copy.deepcopy(configured.TEMPLATES)  # read again: the app has templates and tags
    settings.ROOT_URLCONF = "tests.demo.urls_of_a_demo"
    settings.EMAIL_BACKEND = "cabas.demo.mailbox.DemoMailbox"
