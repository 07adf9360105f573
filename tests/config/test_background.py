"""The worker begins every round that a room goes on, and nothing else."""

import re

from cabas.config.background import ROUNDS
from cabas.config.rules import SOURCE


def test_each_round_of_a_room_is_begun() -> None:
    found = {
        f"cabas.{'.'.join(path.relative_to(SOURCE).with_suffix('').parts)}.{name}"
        for path in SOURCE.rglob("*.py")
        for name in re.findall(r"^def (\w+_from_now_on)\(", path.read_text(), re.MULTILINE)
    }
    assert set(ROUNDS) == found
