"""In a journey of days the clock of a real installation is read from a file: each of its processes begins here.

Python imports a module of this name when it starts, where its folder is in `PYTHONPATH`.
"""

import os
from datetime import datetime
from pathlib import Path

import cabas.clock

FILE = Path(os.environ["CABAS_JOURNEY_CLOCK"])


def _moment() -> datetime:
    return datetime.fromisoformat(FILE.read_text()).replace(tzinfo=cabas.clock.PARIS)


cabas.clock._demo_moment = _moment
