"""The notices of the local card server: signed as the provider signs them; lost, doubled or late with the weather."""

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import aiohttp
from localstripe import webhooks

SECONDS_MAX = 10


@dataclass
class Weather:
    """How many notices in a thousand are lost, sent twice, or late, by so many seconds."""

    lost: int = 0
    doubled: int = 0
    late: int = 0
    late_seconds: float = 2.0
    is_away: bool = False


@dataclass
class Record:
    """What happened to the notices. `told`: the pages whose end was told, and the notice accepted."""

    happened: int = 0
    lost: int = 0
    doubled: int = 0
    late: int = 0
    unanswered: int = 0
    told: set[str] = field(default_factory=set)

    def counted(self) -> dict[str, int]:
        """The numbers."""
        return {name: value for name, value in vars(self).items() if name != "told"}


weather, record = Weather(), Record()
draws = (turn * 617 % 1000 for turn in count(1))  # spread evenly: of any forty notices about a tenth are below 100
deliveries: set[asyncio.Task[None]] = set()


def deliver(event: Any) -> None:
    """Send a notice to whoever asked for them, as well as the weather allows."""
    draw = next(draws)
    is_lost = draw < weather.lost
    is_doubled = not is_lost and draw < weather.lost + weather.doubled
    is_late = not is_lost and not is_doubled and draw < weather.lost + weather.doubled + weather.late
    record.happened += 1
    record.lost += is_lost
    record.doubled += is_doubled
    record.late += is_late
    for _copy in range(0 if is_lost else 2 if is_doubled else 1):
        task = asyncio.ensure_future(_send(event, weather.late_seconds if is_late else 0.0))
        deliveries.add(task)
        task.add_done_callback(deliveries.discard)


async def _send(event: Any, delay: float) -> None:
    await asyncio.sleep(delay)
    exported = event._export()
    body = json.dumps(exported, sort_keys=True).encode()
    for webhook in list(webhooks._webhooks.values()):
        moment = int(time.time())
        signature = hmac.new(webhook.secret.encode(), b"%d.%s" % (moment, body), hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "Stripe-Signature": f"t={moment},v1={signature}"}
        if not await _is_accepted(webhook.url, body, headers):
            record.unanswered += 1
        elif exported["type"] == "checkout.session.completed":
            record.told.add(exported["data"]["object"]["id"])


async def _is_accepted(url: str, body: bytes, headers: dict[str, str]) -> bool:
    """False where the receiver is not there, or does not want it: this notice is lost."""
    timeout = aiohttp.ClientTimeout(total=SECONDS_MAX)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(url, data=body, headers=headers) as answer,
        ):
            return answer.status < 300
    except (aiohttp.ClientError, TimeoutError):
        return False
