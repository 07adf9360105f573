"""Processes that were started together end together: one that dies stops the others, and so does Ctrl-C."""

import contextlib
import os
import signal
import subprocess
import time
from types import FrameType

PATIENCE = 8.0  # seconds that a process has to end by itself before it is killed
PULSE = 0.1


class Family:
    """Child processes in the order of their start; they stop in the opposite order."""

    def __init__(self, *, inherited: int) -> None:
        """`inherited` is a descriptor that every child keeps open: it holds the data folder while one of them lives."""
        self.children: list[tuple[str, subprocess.Popen[bytes]]] = []
        self.is_asked_to_stop = False
        self.inherited = inherited
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._hear)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self.is_asked_to_stop = True

    def start(self, name: str, command: list[str]) -> None:
        """Start one child in a session of its own: Ctrl-C reaches the parent alone, which stops them in order."""
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, pass_fds=(self.inherited,))
        self.children.append((name, child))

    def dead(self) -> tuple[str, int] | None:
        """Name and exit code of the first child that has ended."""
        for name, child in self.children:
            code = child.poll()
            if code is not None:
                return name, code
        return None

    def watch(self) -> tuple[str, int] | None:
        """Wait until one dies (its name and exit code) or a stop is asked (nothing)."""
        while not self.is_asked_to_stop:
            death = self.dead()
            if death:
                return death
            time.sleep(PULSE)
        return None

    def stop(self) -> None:
        """End all of them, the last started first; one that does not listen is killed with what it started."""
        for _, child in reversed(self.children):
            child.terminate()
        limit = time.monotonic() + PATIENCE
        for _, child in reversed(self.children):
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=max(0.1, limit - time.monotonic()))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
