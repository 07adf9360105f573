"""The database itself refuses what is not a posting: these triggers are its reasons."""

from cabas.ledger.guards.installing import EngineWithoutGuards, lifted, missing
from cabas.ledger.guards.operations import InstallGuards, LiftGuards

__all__ = ["EngineWithoutGuards", "InstallGuards", "LiftGuards", "lifted", "missing"]
