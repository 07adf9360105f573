"""What the tests do at the provider: a member pays on its page, its dashboard refunds, its network has bad days."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import requests

from cabas.distributions.models import Basket
from cabas.distributions.paying_online import begin, recover
from cabas.groups.chart import Kind
from cabas.ledger.models import Account
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.models import PaymentSettings
from cabas.payments.online.beginning import Wanted
from cabas.payments.online.interface import Keys
from cabas.payments.online.keys import enter
from cabas.payments.online.models import OnlinePayment
from tests.cast import TUESDAY, Cast

GOOD, REFUSED = "4242 4242 4242 4242", "4000 0000 0000 0002"
KEYS = Keys("sk_test_vallon", "whsec_vallon")
WANTED = Wanted("Commande", "http://testserver/retour/", "http://testserver/")
ADMIN = ("sk_test_dashboard", "")


@dataclass(frozen=True)
class Here:
    address: str

    def pay(self, online: OnlinePayment, card: str = GOOD) -> int:
        return requests.post(online.url, {"card": card}, allow_redirects=False, timeout=10).status_code

    def post(self, path: str, **content: Any) -> Any:
        return requests.post(f"{self.address}{path}", json=content, timeout=10).json()

    def weather(self, **said: Any) -> None:
        self.post("/_config/weather", **said)

    def refund(self, online: OnlinePayment, cents: int) -> str:
        asked = {"payment_intent": online.intent_id, "amount": cents}
        answer = requests.post(f"{self.address}/v1/refunds", asked, auth=ADMIN, timeout=10)
        return str(answer.json()["id"])

    def dispute(self, online: OnlinePayment) -> str:
        return str(self.post("/_config/disputes", payment_intent=online.intent_id)["id"])


def online_group(play: Cast) -> Cast:
    """The group takes online cards, and has its keys."""
    PaymentSettings.objects.filter(group=play.group).update(accepts_online=True)
    enter(play.group, "stripe", KEYS, by=play.nadia, at=TUESDAY)
    return play


def ordered(play: Cast, *, at: datetime = TUESDAY) -> Basket:
    """Alice's basket of 12,00, to be paid by online card."""
    return play.order(play.alice, {play.vegetables: 1}, means="online", at=at)


def begun(play: Cast, basket: Basket, *, at: datetime = TUESDAY) -> OnlinePayment:
    return begin(basket, WANTED, by=play.person(play.alice), at=at)


def begun_by_bob(play: Cast) -> OnlinePayment:
    """Another member, another payment: bread for 5,40."""
    basket = play.order(play.bob, {play.bread: 1}, means="online")
    return begin(basket, WANTED, by=play.person(play.bob), at=TUESDAY)


def heard(play: Cast, *, at: datetime = TUESDAY) -> None:
    """What the provider has to say is looked for, whatever came by itself."""
    recover(play.group, at=at)


def balance(play: Cast) -> Money:
    return Account.objects.get(pk=play.alice.account_id).balance


def of(play: Cast, kind: Kind) -> Money:
    """The balance of an account of the group."""
    return play.group.account(kind).balance


def told(play: Cast) -> list[str]:
    """The subjects of the mails about card payments, without the group's name."""
    mails = OutgoingMail.objects.filter(group=play.group, kind__in=["E14", "E22", "E23"]).order_by("pk")
    return [mail.subject.partition("] ")[2] for mail in mails]


def keepers_told(play: Cast) -> list[OutgoingMail]:
    """The mails to who keeps the accounts or administers the group."""
    return list(OutgoingMail.objects.filter(group=play.group, kind="E26").order_by("pk"))
