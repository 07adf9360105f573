"""The chain of rooms holds for foreign keys too: one written as a string passes every import contract."""

import tomllib

from django.apps import apps
from django.db.models import Model

from cabas.config.data_folder import PROJECT

OF_DJANGO = {"auth", "contenttypes", "sessions"}


def heights() -> dict[str, int]:
    """Room and height, the lowest at 0, as the import contract of pyproject.toml has them."""
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract for contract in contracts if contract["type"] == "layers" and contract.get("exhaustive"))
    return {
        room.strip(): height for height, rooms in enumerate(reversed(layers["layers"])) for room in rooms.split("|")
    }


def room_of(model: type[Model]) -> str:
    house, room, *_inside = model.__module__.split(".")
    return room if house == "cabas" else model._meta.app_label


def links() -> list[tuple[str, str, str]]:
    """Room, field and the room it points to. An app inside a room is of that room."""
    return [
        (room_of(model), f"{model.__name__}.{field.name}", room_of(field.related_model))
        for model in apps.get_models()
        if model.__module__.startswith("cabas.")
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
    ]


def test_every_link_points_down_the_chain_or_stays_in_its_room():
    height = heights()
    upward = [
        f"{room}: {name} points to {other}"
        for room, name, other in links()
        if other not in OF_DJANGO and other != room and height[other] >= height[room]
    ]
    assert upward == []


def test_the_ledger_points_to_nothing_else():
    assert {other for room, _, other in links() if room == "ledger"} <= {"ledger"}
