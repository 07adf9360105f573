"""What is asked of a provider of online payments: a page to pay on, what became of it, and what it took back.

A notice only says that something happened somewhere: what happened is always asked of the provider. So notices may be
lost, repeated, late or out of order.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from django.utils.translation import gettext as _

from cabas.money import Money

NOTHING = Money(0)


class ProviderRefusal(Exception):
    """The provider does not do what was asked."""

    def __str__(self) -> str:
        return _("Le service de paiement a refusé cette demande.")


class KeysRefused(ProviderRefusal):
    """It does not know these keys."""

    def __str__(self) -> str:
        return _("Le service de paiement ne reconnaît pas cette clé secrète\u202f: copiez-la de nouveau chez lui.")


class UnknownThere(ProviderRefusal):
    """It does not know this payment: the group has other keys by now."""

    def __str__(self) -> str:
        return _("Le service de paiement ne connaît pas ce paiement.")


class ProviderAway(Exception):
    """It does not answer, or not as it should: to be tried again later."""

    def __str__(self) -> str:
        return _("Le service de paiement ne répond pas. Rien n’a été payé\u202f: réessayez dans un moment.")


class NotSigned(Exception):
    """A notice that the provider did not sign with this group's secret, or signed long ago."""


class Stage(StrEnum):
    """What became of a page to pay on."""

    OPEN = "open"
    PROCESSING = "processing"
    PAID = "paid"
    EXPIRED = "expired"


class Taking(StrEnum):
    """Why a provider takes back what was paid."""

    REFUND = "refund"
    DISPUTE = "dispute"


@dataclass(frozen=True)
class Keys:
    """What a provider gave to one group."""

    secret: str
    webhook_secret: str


@dataclass(frozen=True)
class Checkout:
    """What is to be paid. `reference` is ours: asked twice, it opens one page."""

    reference: str
    amount: Money
    currency: str
    title: str
    email: str
    return_url: str
    cancel_url: str
    expires_at: datetime


@dataclass(frozen=True)
class Session:
    """A page to pay on, at the provider."""

    id: str
    url: str
    expires_at: datetime


@dataclass(frozen=True)
class TakenBack:
    """A refund or a dispute. `charges`: what the provider asks for it; `is_void`: it failed, or the group won."""

    id: str
    taking: Taking
    amount: Money
    charges: Money = NOTHING
    is_void: bool = False


@dataclass(frozen=True)
class Snapshot:
    """What the provider says of a payment at this moment. `charges`: what it keeps, None while it does not say.

    `intent_id`: its own name for the payment, which its notices of refunds and disputes carry.
    """

    stage: Stage
    amount: Money
    currency: str
    intent_id: str = ""
    charges: Money | None = None
    taken_back: tuple[TakenBack, ...] = ()


@dataclass(frozen=True)
class Notice:
    """Something happened to a payment: named by our reference, by the session or by the provider's payment."""

    id: str
    kind: str
    reference: str = ""
    session_id: str = ""
    intent_id: str = ""


class Provider(Protocol):
    """One group at one provider. Every method but `notice_of` may raise `ProviderRefusal` and `ProviderAway`.

    Those that name a session raise `UnknownThere` where it is not one of this group's.
    """

    def try_keys(self) -> None:
        """Raises `KeysRefused`."""

    def begin(self, checkout: Checkout) -> Session:
        """Open a page to pay on."""

    def retrieve(self, session_id: str) -> Snapshot:
        """What became of it."""

    def close(self, session_id: str) -> None:
        """Nobody can pay on it any more; nothing where it is paid or closed already."""

    def notice_of(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        """The notice in the raw body of a request. Raises `NotSigned`."""

    def notices_since(self, moment: datetime) -> Iterator[Notice]:
        """Every notice since this moment, whether or not it came."""
