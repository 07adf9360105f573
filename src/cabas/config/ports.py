"""A port of this machine that nobody uses, for a server that lives as long as a test, a picture or a measure."""

import socket


def free_port() -> int:
    """One that was free a moment ago."""
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        return int(candidate.getsockname()[1])
