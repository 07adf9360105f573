"""A provider is a folder beside this file with a `provider.py`: to remove one, remove its folder."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings

from cabas.groups.models import Group
from cabas.payments.online.interface import Keys, Provider


class NoSuchProvider(LookupError):
    """Its folder is gone, or it does not exist here."""


@dataclass(frozen=True)
class Offer:
    """A provider that a group may choose. `hint`: where its keys are found; `is_real`: money really moves."""

    name: str
    label: Any
    hint: Any
    is_real: bool
    make: Any

    def at(self, keys: Keys) -> Provider:
        provider: Provider = self.make(keys)
        return provider


@cache
def _all() -> dict[str, Offer]:
    folders = sorted(path.parent.name for path in Path(__file__).parent.glob("*/provider.py"))
    modules = [import_module(f"cabas.payments.online.{name}.provider") for name in folders]
    return {module.OFFER.name: module.OFFER for module in modules}


def offers(group: Group) -> list[Offer]:
    """Those of a group: of a real one only real ones, of one of examples only the other, of a demonstration both.

    The one that moves no money comes first.
    """
    if settings.IS_DEMO:
        return sorted(_all().values(), key=lambda offer: offer.is_real)
    return [offer for offer in _all().values() if offer.is_real != group.is_example]


def offer_of(name: str, group: Group) -> Offer:
    """Raises `NoSuchProvider`: there is none of this name, or not for this group."""
    for offer in offers(group):
        if offer.name == name:
            return offer
    raise NoSuchProvider(name)
