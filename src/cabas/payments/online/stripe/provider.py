"""Stripe: the hosted page of Checkout, through the official SDK."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import stripe
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cabas.money import Money
from cabas.payments.online.interface import (
    Checkout,
    Keys,
    KeysRefused,
    Notice,
    NotSigned,
    ProviderAway,
    ProviderRefusal,
    Session,
    Snapshot,
    Stage,
    TakenBack,
    Taking,
    UnknownThere,
)
from cabas.payments.online.providers import Offer

SECONDS_MAX = 10.0
RETRIES = 1
NOT_FOUND = 404
VOID_REFUNDS = ("failed", "canceled")
EXPANDED = "payment_intent.latest_charge.balance_transaction"


class Stripe:
    """One group's account at Stripe."""

    def __init__(self, keys: Keys) -> None:
        addresses: Any = {"api": settings.ONLINE_PROVIDER_ADDRESS} if settings.ONLINE_PROVIDER_ADDRESS else {}
        self._webhook_secret = keys.webhook_secret
        self._client = stripe.StripeClient(
            keys.secret,
            base_addresses=addresses,
            max_network_retries=RETRIES,
            http_client=stripe.RequestsClient(timeout=SECONDS_MAX),
        )

    def try_keys(self) -> None:
        with _refusals():
            self._client.v1.balance.retrieve()

    def begin(self, checkout: Checkout) -> Session:
        asked: Any = {
            "mode": "payment",
            "payment_method_types": ["card"],
            "client_reference_id": checkout.reference,
            "success_url": checkout.return_url,
            "cancel_url": checkout.cancel_url,
            "expires_at": int(checkout.expires_at.timestamp()),
            "locale": "fr",
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": checkout.currency.lower(),
                        "unit_amount": checkout.amount.cents,
                        "product_data": {"name": checkout.title},
                    },
                }
            ],
            **({"customer_email": checkout.email} if checkout.email else {}),
        }
        with _refusals():
            made: Any = self._client.v1.checkout.sessions.create(asked, {"idempotency_key": checkout.reference})
        return Session(made.id, made.url or "", _moment(made.expires_at))

    def retrieve(self, session_id: str) -> Snapshot:
        with _refusals():
            found: Any = self._client.v1.checkout.sessions.retrieve(session_id, {"expand": [EXPANDED]})
            intent = found.payment_intent
            charge = intent.latest_charge if intent else None
            taken_back = (*self._refunds(intent.id), *self._disputes(intent.id, charge)) if charge else ()
        return Snapshot(
            stage=_stage(found, intent),
            amount=Money(found.amount_total),
            currency=found.currency.upper(),
            intent_id=intent.id if intent else "",
            charges=_charges(charge, found.currency),
            taken_back=taken_back,
        )

    def close(self, session_id: str) -> None:
        with _refusals():
            found: Any = self._client.v1.checkout.sessions.retrieve(session_id)
            if found.status == "open":
                self._client.v1.checkout.sessions.expire(session_id)

    def notice_of(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        try:
            event = stripe.Webhook.construct_event(body, headers.get("Stripe-Signature", ""), self._webhook_secret)
        except (ValueError, stripe.SignatureVerificationError):
            raise NotSigned from None
        return _notice(event)

    def notices_since(self, moment: datetime) -> Iterator[Notice]:
        asked: Any = {"created": {"gte": int(moment.timestamp())}, "limit": 100}
        with _refusals():
            for event in self._client.v1.events.list(asked).auto_paging_iter():
                yield _notice(event)

    def _refunds(self, intent_id: str) -> list[TakenBack]:
        found: Any = self._client.v1.refunds.list({"payment_intent": intent_id, "limit": 100})
        return [
            TakenBack(each.id, Taking.REFUND, Money(each.amount), is_void=each.status in VOID_REFUNDS)
            for each in found.auto_paging_iter()
            if each.status != "pending"
        ]

    def _disputes(self, intent_id: str, charge: Any) -> list[TakenBack]:
        """Those that took money: an inquiry does not. Won, the money came back."""
        if not getattr(charge, "disputed", False):
            return []
        found: Any = self._client.v1.disputes.list({"payment_intent": intent_id, "limit": 100})
        return [_dispute(each) for each in found.auto_paging_iter() if each.balance_transactions]


@contextmanager
def _refusals() -> Iterator[None]:
    """What the SDK raises, in our words: nothing of a key is said."""
    try:
        yield
    except (stripe.AuthenticationError, stripe.PermissionError):
        raise KeysRefused from None
    except (stripe.APIConnectionError, stripe.RateLimitError):
        raise ProviderAway from None
    except stripe.InvalidRequestError as refused:
        raise (UnknownThere if refused.http_status == NOT_FOUND else ProviderRefusal) from None
    except stripe.StripeError:
        raise ProviderAway from None


def _stage(session: Any, intent: Any) -> Stage:
    if session.payment_status == "paid":
        return Stage.PAID
    if session.status == "expired":
        return Stage.EXPIRED
    if session.status == "complete":
        has_failed = intent is not None and intent.status in ("requires_payment_method", "canceled")
        return Stage.EXPIRED if has_failed else Stage.PROCESSING
    return Stage.OPEN


def _charges(charge: Any, currency: str) -> Money | None:
    """What Stripe keeps; None while it has not said, or where it counts in another currency."""
    balance = charge.balance_transaction if charge else None
    if not balance or isinstance(balance, str) or balance.currency != currency:
        return None
    return Money(balance.fee)


def _dispute(dispute: Any) -> TakenBack:
    moves = dispute.balance_transactions
    taken = -sum(move.amount for move in moves if move.amount < 0)
    charges = sum(move.fee for move in moves)
    return TakenBack(
        dispute.id, Taking.DISPUTE, Money(taken), Money(max(0, charges)), is_void=dispute.status in ("won", "prevented")
    )


def _notice(event: Any) -> Notice:
    """Names only: what an event says besides is not kept."""
    about = event.data.object
    name = getattr(about, "object", "")
    is_session = name == "checkout.session"
    intent = about.id if name == "payment_intent" else getattr(about, "payment_intent", None)
    return Notice(
        id=event.id,
        kind=event.type[:60],
        reference=(getattr(about, "client_reference_id", None) or "") if is_session else "",
        session_id=about.id if is_session else "",
        intent_id=intent if isinstance(intent, str) else "",
    )


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


OFFER = Offer(
    name="stripe",
    label="Stripe",
    hint=_("Chez Stripe, rubrique Développeurs\u202f: la clé secrète, et un webhook vers l’adresse ci-dessous."),
    is_real=True,
    make=Stripe,
)
