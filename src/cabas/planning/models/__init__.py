"""What exists around planning: cycles, postponements, what was taken out of baskets, calendars that are followed."""

from cabas.planning.models.calendars import CalendarFeed
from cabas.planning.models.cycles import Cycle, CycleDay, Rhythm
from cabas.planning.models.postponements import Postponement
from cabas.planning.models.taken_out import TakenOut

__all__ = ["CalendarFeed", "Cycle", "CycleDay", "Postponement", "Rhythm", "TakenOut"]
