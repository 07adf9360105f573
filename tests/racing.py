"""Real races: the same moment in several threads, or in several processes, each with a connection of its own."""

import multiprocessing
import threading
from collections import Counter
from collections.abc import Callable

from django.db import connections

Outcome = str
Act = Callable[[int], Outcome]


def _outcome(act: Act, position: int) -> Outcome:
    """What came out: what the act returned, or the name of its refusal."""
    try:
        return act(position)
    except Exception as refusal:  # noqa: BLE001 (a race reports every refusal by its name)
        return type(refusal).__name__
    finally:
        connections.close_all()


def race_threads(count: int, act: Act) -> Counter[Outcome]:
    """Run the act `count` times at once and count the outcomes."""
    start = threading.Barrier(count)
    outcomes: list[Outcome] = []

    def run(position: int) -> None:
        start.wait()
        outcomes.append(_outcome(act, position))

    threads = [threading.Thread(target=run, args=(position,)) for position in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(outcomes)


def race_processes(count: int, act: Act) -> Counter[Outcome]:
    """The same in processes, which share nothing but the database."""
    context = multiprocessing.get_context("fork")
    start, outcomes = context.Barrier(count), context.Queue()
    connections.close_all()

    def run(position: int) -> None:
        start.wait()
        outcomes.put(_outcome(act, position))

    processes = [context.Process(target=run, args=(position,)) for position in range(count)]
    for process in processes:
        process.start()
    counted = Counter(outcomes.get(timeout=60) for _process in processes)
    for process in processes:
        process.join()
    return counted
