"""How fast the machine is at the moment: the same sum is added up each time, so that two tables can be compared."""

from time import perf_counter

ROUNDS = 1_000_000
TRIES = 3


def fixed_loop() -> float:
    """Milliseconds that a million additions take, at best of three times."""
    return min(_one_loop() for _try in range(TRIES))


def _one_loop() -> float:
    start = perf_counter()
    total = 0
    for number in range(ROUNDS):
        total += number
    return (perf_counter() - start) * 1000
