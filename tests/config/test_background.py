"""The worker begins every round that a room goes on, and nothing else."""

import re

from cabas.config.background import ROUNDS
from cabas.config.rules import SOURCE


def test_each_round_of_a_room_is_begun() -> None:
    found = {
        f"cabas.{'.'.join(path.relative_to(SOURCE).with_suffix('').parts)}.ROUND"
        for path in SOURCE.rglob("*.py")
        if re.search(r"^ROUND = Round\(", path.read_text(), re.MULTILINE)
    }
    assert set(ROUNDS) == found
