"""Who may stand at a stand for an evening, and what was done there without network."""

from cabas.stand.models.day_passes import DayPass, DayPassQuerySet
from cabas.stand.models.offline_acts import Case, OfflineAct, OfflineActQuerySet, Outcome

__all__ = ["Case", "DayPass", "DayPassQuerySet", "OfflineAct", "OfflineActQuerySet", "Outcome"]
