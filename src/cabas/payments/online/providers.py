"""A provider is a folder beside this file with a `provider.py`: to remove one, remove its folder."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings

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


def offers() -> list[Offer]:
    """Those that exist here: a real installation has only real ones, a demonstration has the other one first."""
    found = [offer for offer in _all().values() if offer.is_real or settings.IS_DEMO]
    return sorted(found, key=lambda offer: offer.is_real)


def offer_of(name: str) -> Offer:
    """Raises `NoSuchProvider`."""
    for offer in offers():
        if offer.name == name:
            return offer
    raise NoSuchProvider(name)
