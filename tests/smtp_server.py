"""A mail server of a few lines, for tests: it answers as it is told to, and keeps what it was sent."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message


class Received:
    """What came in, and the answers to give instead of « 250 », by the word of the command."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.messages: list[Message] = []
        self.port = 0


@contextmanager
def smtp_server(**answers: str) -> Iterator[Received]:
    """`smtp_server(RCPT="550 no such user")` listens on `received.port` of this machine."""
    received = Received(**answers)

    class Conversation(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 courrier.example.org")
            while line := self.rfile.readline():
                word = line.decode().split()[0].upper()
                if word == "QUIT":
                    self._say("221 au revoir")
                    return
                if word == "DATA" and "DATA" not in received.answers:
                    self._take_message()
                self._say(received.answers.get(word, "250 entendu"))

        def _take_message(self) -> None:
            self._say("354 allez-y")
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line)
            received.messages.append(message_from_bytes(b"".join(lines)))

        def _say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        server.block_on_close = False
        received.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield received
        server.shutdown()
