"""What exists around the planning of distributions: cycles, postponements, and the calendars that members follow."""

from cabas.planning.models.calendars import CalendarFeed
from cabas.planning.models.cycles import Cycle, CycleDay, Rhythm
from cabas.planning.models.postponements import Postponement

__all__ = ["CalendarFeed", "Cycle", "CycleDay", "Postponement", "Rhythm"]
