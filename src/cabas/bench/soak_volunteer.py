"""One volunteer of `./cabas soak`, a process: serves its baskets as a phone does, and writes down what was answered.

`python -m cabas.bench.soak_volunteer STAGE NUMBER JOURNAL`. What gets no answer is sent again under the same key; the
server may die in between.
"""

import json
import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from uuid import uuid4

from cabas.bench.browsing import NotAsExpected
from cabas.bench.patient_browser import PatientBrowser

SENT_MAX = 600  # answers that the server is not well before it is given up


@dataclass(frozen=True)
class Noted:
    """An act and its answer. `milliseconds`: until it was answered, however often it was sent."""

    key: str
    basket: int
    kind: str
    fields: dict[str, str]
    outcome: str
    refusal: str
    milliseconds: float


class Volunteer:
    """One person at the stand, with a phone."""

    def __init__(self, stage: dict[str, Any], number: int) -> None:
        host, port = stage["address"]
        self.browser = PatientBrowser(HTTPConnection(host, port, timeout=60))
        self.browser.cookies["sessionid"] = stage["cookies"][number]
        self.stand = f"/g/{stage['slug']}/gestion/distributions/{stage['evening']}/stand/"
        self.acts = f"{self.stand}actes/"
        self.seconds = stage["seconds"]
        self.visits = stage["visits"][number]
        self.noted: list[Noted] = []

    def serve_all(self) -> None:
        """Every basket at its moment."""
        self.who = json.loads(self.browser.get(self.acts).checked(200).text)
        start, share = time.monotonic(), self.seconds / max(1, len(self.visits))
        for place, visit in enumerate(self.visits):
            time.sleep(max(0.0, start + place * share - time.monotonic()))
            self._serve(visit)

    def _serve(self, visit: dict[str, Any]) -> None:
        self.browser.get(f"{self.stand}{visit['basket']}/").checked(200)
        undo: dict[str, Any] | None = None
        for step in visit["steps"]:
            asked = undo if step["kind"] == "undo" else step
            if asked is None:
                raise NotAsExpected(f"basket {visit['basket']}: nothing to undo")
            answer = self._answered(visit["basket"], asked)
            undo = answer["undo"]

    def _answered(self, basket: int, step: dict[str, Any]) -> dict[str, Any]:
        """Sent until it is answered. Raises `NotAsExpected`."""
        act = {
            "key": str(uuid4()),
            "basket": basket,
            "kind": step["kind"],
            "fields": step["fields"],
            "shown": None,
            "made_at": datetime.now(UTC).isoformat(),
            "was_offline": False,
        }
        sent = json.dumps({"person": self.who["person"], "sent_at": act["made_at"], "acts": [act]})
        start = time.perf_counter()
        for _time in range(SENT_MAX):
            said = self.browser.post_json(self.acts, sent, self.who["csrf"])
            if said.status < 500:
                break
            self.browser.asked_again += 1
            time.sleep(0.1)
        answer: dict[str, Any] = json.loads(said.checked(200).text)["answers"][0]
        refusal = (answer["refusal"] or {}).get("name", "")
        elapsed = (time.perf_counter() - start) * 1000
        self.noted.append(Noted(act["key"], basket, step["kind"], step["fields"], answer["outcome"], refusal, elapsed))
        return answer


def main(arguments: list[str]) -> None:
    stage = json.loads(Path(arguments[0]).read_text())
    volunteer = Volunteer(stage, int(arguments[1]))
    volunteer.serve_all()
    noted = [asdict(one) for one in volunteer.noted]
    Path(arguments[2]).write_text(json.dumps({"noted": noted, "asked_again": volunteer.browser.asked_again}))


if __name__ == "__main__":
    main(sys.argv[1:])
