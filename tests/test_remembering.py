"""What is remembered is what would be built; where anything was otherwise before, it is built."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from cabas.catalogs.models import Product
from cabas.money import Money
from tests import remembering
from tests.cast import Cast, cast

pytestmark = pytest.mark.django_db

MOVES = {"people.User.joined_at", "django_tasks_database.DBTaskResult.id"}


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    if engine != "sqlite":
        pytest.skip("everything is built there")
    monkeypatch.setattr(remembering, "MEMORIES", {})


def staged() -> Cast:
    play = cast()
    play.order(play.alice, {play.vegetables: 1, play.cheese: 2})
    return play


def rows() -> dict[str, list[Any]]:
    """All there is, but when it was written by the clock of the machine."""
    found = {}
    for model in apps.get_models():
        names = [
            field.attname for field in model._meta.concrete_fields if f"{model._meta.label}.{field.name}" not in MOVES
        ]
        names = [name for name in names if not name.endswith(("_at", "_on")) and "key" not in name]
        found[model._meta.label] = sorted(map(repr, model._default_manager.values_list(*names)))
    return found


def undone(act: Any) -> Any:
    with transaction.atomic():
        done = act()
        transaction.set_rollback(True)
    return done


def written() -> list[str]:
    """What staging writes by the rules of the product."""
    sent: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE")):
            sent.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        undone(staged)
    return sent


def test_it_is_built_once_and_what_is_remembered_is_what_was_built() -> None:
    built = undone(lambda: (staged(), rows()))
    assert built[1]["groups.Group"] != []
    remembered = undone(lambda: (staged(), rows()))
    assert remembered[1] == built[1]
    assert written() == []


def test_after_anything_else_it_is_built_again() -> None:
    undone(staged)
    play = cast()
    Product.objects.filter(pk=play.vegetables.pk).update(price=Money.of("15.00"))
    basket = play.order(play.alice, {play.vegetables: 1})
    assert basket.total == Money.of("15.00")
