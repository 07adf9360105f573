"""Day passes, acts done without network, who is at which basket, and what was decided of a product."""

from cabas.stand.models.day_passes import DayPass, DayPassQuerySet
from cabas.stand.models.offline_acts import Case, OfflineAct, OfflineActQuerySet, Outcome
from cabas.stand.models.presences import Presence
from cabas.stand.models.product_changes import ProductChange

__all__ = [
    "Case",
    "DayPass",
    "DayPassQuerySet",
    "OfflineAct",
    "OfflineActQuerySet",
    "Outcome",
    "Presence",
    "ProductChange",
]
