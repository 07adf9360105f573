"""A browser that asks again while nobody answers: what was sent twice counts once."""

import time
from http.client import HTTPException

from cabas.bench.browsing import Answer, Browser

AWAY_MAX = 60.0  # seconds that a server may be away


class PatientBrowser(Browser):
    """`asked_again`: how many requests had no answer, and were sent again as they were."""

    asked_again = 0

    def _ask(
        self, method: str, path: str, body: str | bytes | None = None, more_headers: dict[str, str] | None = None
    ) -> Answer:
        limit = time.monotonic() + AWAY_MAX
        while True:
            try:
                return super()._ask(method, path, body, more_headers)
            except (OSError, HTTPException):
                self.connection.close()
                self.asked_again += 1
                if time.monotonic() > limit:
                    raise
                time.sleep(0.1)
