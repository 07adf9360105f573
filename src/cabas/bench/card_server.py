"""A provider of card payments on this machine: localstripe, with the hosted page, disputes and bad days it lacks.

`python -m cabas.bench.card_server --port 8420`. Everything goes over HTTP and stays in memory. Besides the addresses of
the provider, `/pay/<session>` is the page where a card number is typed, and `/_config/` makes things go wrong.
"""

import argparse
import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from localstripe import resources, server

from cabas.bench.card_notices import deliver, record, weather

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Pay</title><link rel="icon" href="data:,">
<h1>%(amount)s %(currency)s</h1><p>%(said)s</p>
<form method="post"><input name="card" aria-label="Card number"><button>Pay</button></form>
<a href="%(cancel)s">Back</a></html>"""
FEE_FIXED, FEE_PER_THOUSAND = 25, 15
DISPUTE_FEE = 2000
OUT_OF_MEMORY_ONLY = lambda *_: None  # noqa: E731 - the store of localstripe would be one file for all servers


sent_back: dict[str, Any] = {}  # by idempotency key


class CheckoutSession(resources.StripeObject):  # type: ignore[misc]
    """The page to pay on, that localstripe does not have."""

    object = "checkout.session"
    _id_prefix = "cs_test_"

    def __init__(self, **asked: Any) -> None:
        item = asked["line_items"][0]
        price = item["price_data"]
        super().__init__()
        self.amount_total = int(price["unit_amount"]) * int(item["quantity"])
        self.currency = price["currency"]
        self.client_reference_id = asked.get("client_reference_id")
        self.customer_email = asked.get("customer_email")
        self.success_url, self.cancel_url = asked["success_url"], asked["cancel_url"]
        self.expires_at = int(asked["expires_at"])
        self.mode = asked["mode"]
        self.payment_intent: str | None = None
        self.payment_status = "unpaid"
        self.url: str | None = ""
        self._closed = ""

    @property
    def status(self) -> str:
        if not self._closed and time.time() > self.expires_at:
            self._close("expired")
        return self._closed or "open"

    def _close(self, status: str) -> None:
        self._closed, self.url = status, None
        happened("checkout.session.completed" if status == "complete" else "checkout.session.expired", self)

    def _pay(self, number: str) -> str:
        """What is wrong with the card; nothing when it is paid."""
        card = {"number": number, "exp_month": 12, "exp_year": 2040, "cvc": "123"}
        try:
            method = resources.PaymentMethod(type="card", card=card)
            intent = resources.PaymentIntent._api_create(
                amount=self.amount_total, currency=self.currency, payment_method=method.id, confirm=True
            )
        except resources.UserError as refused:
            return str(refused.body["error"].get("message", "Your card number is not valid."))
        transaction = resources.store[f"balance_transaction:{intent.latest_charge.balance_transaction}"]
        transaction.fee = FEE_FIXED + self.amount_total * FEE_PER_THOUSAND // 1000
        self.payment_intent, self.payment_status = intent.id, "paid"
        self._close("complete")
        return ""


class Dispute(resources.StripeObject):  # type: ignore[misc]
    """The bank takes the money back, until the group has won."""

    object = "dispute"
    _id_prefix = "dp_"

    def __init__(self, payment_intent: str) -> None:
        charge = resources.PaymentIntent._api_retrieve(payment_intent).latest_charge
        super().__init__()
        self.payment_intent, self.charge = payment_intent, charge.id
        self.amount, self.currency, self.status = charge.amount, charge.currency, "needs_response"
        self.balance_transactions = [{"amount": -charge.amount, "fee": DISPUTE_FEE, "currency": charge.currency}]
        happened("charge.dispute.created", self)

    @classmethod
    def _api_list_all(cls, url: str, payment_intent: str = "", limit: Any = None, **_more: Any) -> Any:
        found = super()._api_list_all(url, limit=limit)
        found._list = [each for each in found._list if each.payment_intent == payment_intent]
        return found

    def _win(self, fee: int) -> None:
        self.status = "won"
        self.balance_transactions.append({"amount": self.amount, "fee": fee, "currency": self.currency})
        happened("charge.dispute.closed", self)


def happened(kind: str, about: Any) -> None:
    deliver(resources.Event(kind, about))


@web.middleware
async def pages_first(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The page to pay on asks for no key; nothing answers while the provider is away."""
    if weather.is_away and request.path.startswith("/v1/"):
        return web.Response(status=503, text="{}")
    if request.path.startswith("/pay/"):
        return await pay(request)
    return await handler(request)


async def pay(request: web.Request) -> web.StreamResponse:
    session = resources.store.get(f"checkout.session:{request.path.removeprefix('/pay/')}")
    if session is None or session.status != "open":
        return web.Response(status=410, text="This page has expired.")
    said = ""
    if request.method == "POST":
        said = session._pay(str((await request.post()).get("card", "")).replace(" ", ""))
        if not said:
            raise web.HTTPSeeOther(session.success_url)
    about = {"amount": session.amount_total, "currency": session.currency, "said": said, "cancel": session.cancel_url}
    return web.Response(text=PAGE % about, content_type="text/html", status=402 if said else 200)


async def create_session(request: web.Request) -> web.Response:
    asked = await server.get_post_data(request)
    key = request.headers.get("Idempotency-Key", "")
    if key not in sent_back:
        made = CheckoutSession(**asked)
        made.url = f"{request.url.origin()}/pay/{made.id}"
        sent_back[key] = made
    return server.json_response(sent_back[key]._export())  # type: ignore[no-any-return]


async def expire_session(request: web.Request) -> web.Response:
    session = CheckoutSession._api_retrieve(request.match_info["id"])
    if session.status != "open":
        raise resources.UserError(400, "Only open sessions can be expired.")
    session._close("expired")
    return server.json_response(session._export())  # type: ignore[no-any-return]


async def change_session(request: web.Request) -> web.Response:
    """Another amount or currency than the one that was asked."""
    session = CheckoutSession._api_retrieve(request.match_info["id"])
    for name, value in (await request.json()).items():
        setattr(session, name, value)
    return server.json_response(session._export())  # type: ignore[no-any-return]


async def open_dispute(request: web.Request) -> web.Response:
    return server.json_response(Dispute((await request.json())["payment_intent"])._export())  # type: ignore[no-any-return]


async def win_dispute(request: web.Request) -> web.Response:
    dispute = Dispute._api_retrieve(request.match_info["id"])
    dispute._win((await request.json()).get("fee", 0))
    return server.json_response(dispute._export())  # type: ignore[no-any-return]


async def fail_refund(request: web.Request) -> web.Response:
    refund = resources.Refund._api_retrieve(request.match_info["id"])
    refund.status = "failed"
    happened("refund.failed", refund)
    return server.json_response(refund._export())  # type: ignore[no-any-return]


async def change_weather(request: web.Request) -> web.Response:
    for name, value in (await request.json()).items():
        setattr(weather, name, value)
    return web.json_response({})


async def tell_record(_request: web.Request) -> web.Response:
    """What happened to the notices, and what each page that was paid came to."""
    sessions = [each for name, each in list(resources.store.items()) if str(name).startswith("checkout.session:")]
    paid = {each.id: _as_paid(each) for each in sessions if each.payment_status == "paid"}
    return web.json_response({"notices": record.counted(), "paid": paid})


def _as_paid(session: CheckoutSession) -> dict[str, Any]:
    transaction = resources.PaymentIntent._api_retrieve(session.payment_intent).latest_charge.balance_transaction
    return {
        "amount": session.amount_total,
        "charges": resources.store[f"balance_transaction:{transaction}"].fee,
        "is_told": session.id in record.told,
    }


def application() -> web.Application:
    """localstripe, completed."""
    resources.Store.dump_to_disk = OUT_OF_MEMORY_ONLY
    resources.schedule_webhook = deliver
    declined = resources.PaymentMethod._charging_is_declined
    resources.PaymentMethod._charging_is_declined = lambda self: declined(self) or self._attaching_is_declined()
    resources.Charge.disputed = property(lambda self: _is_disputed(self.id))
    made_refund = resources.Refund._api_create.__func__

    def refund(cls: Any, /, **asked: Any) -> Any:
        made = made_refund(cls, **asked)
        happened("charge.refunded", resources.Charge._api_retrieve(made.charge))
        return made

    resources.Refund._api_create = classmethod(refund)
    app: web.Application = server.app
    app.middlewares.insert(0, pages_first)
    add = app.router.add_route
    add("POST", "/v1/checkout/sessions", create_session)
    add("GET", "/v1/checkout/sessions/{id}", server.api_retrieve(CheckoutSession, ""))
    add("POST", "/v1/checkout/sessions/{id}/expire", expire_session)
    add("GET", "/v1/disputes", server.api_list_all(Dispute, "/v1/disputes"))
    add("POST", "/_config/sessions/{id}", change_session)
    add("POST", "/_config/disputes", open_dispute)
    add("POST", "/_config/disputes/{id}/won", win_dispute)
    add("POST", "/_config/refunds/{id}/failed", fail_refund)
    add("POST", "/_config/weather", change_weather)
    add("GET", "/_config/record", tell_record)
    return app


def _is_disputed(charge: str) -> bool:
    return any(
        each.charge == charge for name, each in list(resources.store.items()) if str(name).startswith("dispute:")
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    web.run_app(application(), host="127.0.0.1", port=parser.parse_args().port, print=None)


if __name__ == "__main__":
    main()
