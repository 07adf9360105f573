"""`./cabas bench payments`: online payments while notices are lost, doubled and late, and server and worker are killed.

At the end every payment is on the right account, once, and the audit is clean; otherwise each fault is told.
"""

import json
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from cabas.bench.card_buyers import CardBuyer, CardStage, Paid, ask_provider, order_and_pay, wait_until_paid
from cabas.config.card_processes import built, card_installation
from cabas.config.killed_installation import KilledInstallation

KILLS = 2
CAUGHT = 3  # members who pay while everything is down, each time
AT_ONCE = 4
SETTLED_MAX = 120.0  # seconds after the last payment
WEATHER = {"lost": 100, "doubled": 100, "late": 100, "late_seconds": 3.0}


@dataclass(frozen=True)
class Storm:
    """What happened. `notices`: how many there were, lost, doubled, late, unanswered. `seconds`: until all is said."""

    payments: int
    kills: int
    notices: dict[str, int]
    by_notice: int
    by_reconciliation: int
    by_return_page: int
    seconds: float
    faults: list[str]


def storm(payments: int, database_url: str = "") -> Storm:
    """So many payments in bad weather, on a new installation."""
    with card_installation(database_url) as (installation, provider):
        stage = built(installation, payments, provider)
        ask_provider(stage, "POST", "/_config/webhooks/cartes", {"url": stage.notices, "secret": stage.webhook_secret})
        ask_provider(stage, "POST", "/_config/weather", WEATHER)
        installation.start()
        start = time.monotonic()
        paid = _everybody_pays(installation, stage)
        unseen = wait_until_paid(stage, stage.buyers, seconds=SETTLED_MAX)
        seconds = time.monotonic() - start
        said = json.loads(ask_provider(stage, "GET", "/_config/record"))
        installation.stop()
        faults = [f"Le membre {member} ne voit pas son paiement" for member in unseen]
        members = {one.session: one.member for one in paid}
        faults += installation.told("prove", {"members": members, "provider": said["paid"]})
    return Storm(payments, KILLS, said["notices"], **_ways(paid, said["paid"]), seconds=seconds, faults=faults)


def _everybody_pays(installation: KilledInstallation, stage: CardStage) -> list[Paid]:
    members = list(stage.buyers)
    caught, others = members[: KILLS * CAUGHT], members[KILLS * CAUGHT :]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        under_way = [pool.submit(order_and_pay, stage, member) for member in others]
        paid = []
        for kill in range(KILLS):
            _wait_for_share(under_way, (kill + 1) / (KILLS + 1))
            paid += _killed(installation, stage, caught[kill::KILLS])
        return paid + [one.result() for one in under_way]


def _wait_for_share(under_way: list[Future[Paid]], share: float) -> None:
    while sum(one.done() for one in under_way) < share * len(under_way):
        time.sleep(0.05)


def _killed(installation: KilledInstallation, stage: CardStage, members: list[int]) -> list[Paid]:
    """Kill both while others order and pay; these members pay while nobody hears of it."""
    buyers = [CardBuyer(stage, member) for member in members]
    pages = [buyer.order() for buyer in buyers]
    installation.kill()
    paid = [Paid(buyer.member, buyer.pay(page), False) for buyer, page in zip(buyers, pages, strict=True)]
    installation.start()
    return paid


def _ways(paid: list[Paid], provider: dict[str, Any]) -> dict[str, int]:
    """How many were credited by a notice, by reconciliation because no notice of it came, by the return page."""
    returned = sum(one.is_seen_coming_back for one in paid)
    told = sum(provider[one.session]["is_told"] for one in paid if not one.is_seen_coming_back)
    return {"by_notice": told, "by_reconciliation": len(paid) - told - returned, "by_return_page": returned}
