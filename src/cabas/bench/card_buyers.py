"""Members order by online card over HTTP, pay on the hosted page, and some come back; who is away is waited for."""

import json
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from cabas.bench.browsing import NotAsExpected
from cabas.bench.patient_browser import PatientBrowser

GOOD_CARD = "4242 4242 4242 4242"
PAID = "reçus par carte"
RETURNING = 3  # one in so many comes back from the hosted page; the others close it


@dataclass(frozen=True)
class CardStage:
    """Where they order and pay; `buyers`: the cookie of each, by their number."""

    address: tuple[str, int]
    provider: tuple[str, int]
    slug: str
    webhook_secret: str
    evening: int
    product: int
    buyers: dict[int, str]

    @property
    def shop(self) -> str:
        return f"/g/{self.slug}/commande/{self.evening}/"

    @property
    def notices(self) -> str:
        """Where the provider sends its notices."""
        host, port = self.address
        return f"http://{host}:{port}/g/{self.slug}/avis-de-paiement/"


@dataclass(frozen=True)
class Paid:
    """What a member paid at the provider: on which page, and whether coming back is what credited it."""

    member: int
    session: str
    is_seen_coming_back: bool


class CardBuyer:
    """One member, from the order to the page that says it is paid."""

    def __init__(self, stage: CardStage, member: int) -> None:
        self.stage, self.member = stage, member
        self.browser = PatientBrowser(HTTPConnection(*stage.address, timeout=60))
        self.browser.cookies["sessionid"] = stage.buyers[member]

    def order(self) -> str:
        """« Commander » by online card; the address of the hosted page. Raises `NotAsExpected`."""
        shop = self.stage.shop
        cart = self.browser.get(shop).checked(200).form("brouillon/")
        quantity = 1 + self.member % 3
        self.browser.send(cart, ("version", "mine"), ("line", f"{self.stage.product}:{quantity}")).checked(302)
        form = self.browser.get(f"{shop}regler/").checked(200).form("/regler/")
        self.browser.send(form, ("means", "online")).checked(302, "/carte/")
        page = self.browser.get(f"{shop}carte/").checked(200)
        found = re.search(r'href="(http://[^"]+/pay/[^"]+)"', page.text)
        if found is None:
            raise NotAsExpected(f"{page.path}: no way to the provider\n{page.text[:2000]}")
        return found[1]

    def pay(self, hosted: str) -> str:
        """Pay on this page; its session. Raises `NotAsExpected`."""
        path = urlsplit(hosted).path
        line = HTTPConnection(*self.stage.provider, timeout=60)
        line.request(
            "POST", path, urlencode({"card": GOOD_CARD}), {"Content-Type": "application/x-www-form-urlencoded"}
        )
        answer = line.getresponse()
        line.close()
        if answer.status != 303:
            raise NotAsExpected(f"{path}: {answer.status}")
        return path.rsplit("/", 1)[1]

    def come_back(self) -> bool:
        """Follow the way back; was it that which credited the payment? Raises `NotAsExpected`."""
        was_credited = self.sees_it_paid()
        self.browser.get(f"{self.stage.shop}carte/retour/").checked(302)
        return not was_credited and self.sees_it_paid()

    def sees_it_paid(self) -> bool:
        return PAID in self.browser.get(f"{self.stage.shop}carte/").checked(200).text


def order_and_pay(stage: CardStage, member: int) -> Paid:
    """The whole way of one member."""
    buyer = CardBuyer(stage, member)
    session = buyer.pay(buyer.order())
    return Paid(member, session, member % RETURNING == 0 and buyer.come_back())


def wait_until_paid(stage: CardStage, members: Iterable[int], *, seconds: float) -> list[int]:
    """Look at each order until it is paid, or so long; those that are not."""
    waiting, limit = list(members), time.monotonic() + seconds
    while waiting:
        waiting = [member for member in waiting if not CardBuyer(stage, member).sees_it_paid()]
        if time.monotonic() > limit:
            break
        time.sleep(0.5 if waiting else 0.0)
    return waiting


def ask_provider(stage: CardStage, method: str, path: str, content: Any = None) -> str:
    """What the local server answers about itself. Raises `NotAsExpected`."""
    line = HTTPConnection(*stage.provider, timeout=60)
    line.request(method, path, json.dumps(content), {"Content-Type": "application/json"})
    answer = line.getresponse()
    said = answer.read().decode()
    line.close()
    if answer.status != 200:
        raise NotAsExpected(f"{path}: {answer.status}\n{said[:2000]}")
    return said
