"""A provider that moves no money, for demonstrations and groups of examples (`providers.offers`): its page is marked.

It keeps what it knows in a file of its own in the data folder, as another company would: Cabas asks it as it asks any.
"""

import json
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cabas.money import Money
from cabas.payments.online.interface import Checkout, Keys, Notice, NotSigned, Session, Snapshot, Stage, UnknownThere
from cabas.payments.online.providers import Offer

FILE = "simulated-payments.sqlite3"
LATE = timedelta(seconds=20)
CHARGES_FIXED, CHARGES_PER_THOUSAND = 25, 15
SUCCEEDS, REFUSED, ANSWERS_LATE = "4242424242424242", "4000000000000002", "4000000000000077"
TABLE = "CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, reference TEXT UNIQUE, content TEXT)"


@dataclass
class Page:
    """What it knows of a payment. `paid_at`: when its money comes; moments are in seconds."""

    id: str
    reference: str
    cents: int
    currency: str
    title: str
    return_url: str
    cancel_url: str
    expires_at: float
    paid_at: float = 0.0
    is_closed: bool = False

    @property
    def stage(self) -> Stage:
        now = timezone.now().timestamp()
        if self.paid_at:
            return Stage.PAID if self.paid_at <= now else Stage.PROCESSING
        return Stage.EXPIRED if self.is_closed or self.expires_at <= now else Stage.OPEN


class Simulated:
    """It knows every group; keys open nothing more."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def try_keys(self) -> None:
        """Any will do."""

    def begin(self, checkout: Checkout) -> Session:
        page = Page(
            id=f"simulated_{secrets.token_hex(8)}",
            reference=checkout.reference,
            cents=checkout.amount.cents,
            currency=checkout.currency,
            title=checkout.title,
            return_url=checkout.return_url,
            cancel_url=checkout.cancel_url,
            expires_at=checkout.expires_at.timestamp(),
        )
        keep(page)
        url = reverse("simulated:page", kwargs={"session": page.id})
        return Session(page.id, url, datetime.fromtimestamp(page.expires_at, UTC))

    def retrieve(self, session_id: str) -> Snapshot:
        page = page_of(session_id)
        charges = Money(CHARGES_FIXED + page.cents * CHARGES_PER_THOUSAND // 1000)
        is_paid = page.stage == Stage.PAID
        return Snapshot(page.stage, Money(page.cents), page.currency, page.id, charges if is_paid else None)

    def close(self, session_id: str) -> None:
        page = page_of(session_id)
        page.is_closed = True
        keep(page)

    def notice_of(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        """It sends none."""
        raise NotSigned

    def notices_since(self, moment: datetime) -> Iterator[Notice]:
        """What was paid since, for whoever asks: a member who closes the page is credited all the same."""
        with closing(_file()) as file:
            pages = [Page(**json.loads(content)) for (content,) in file.execute("SELECT content FROM sessions")]
        for page in pages:
            if page.stage == Stage.PAID and page.paid_at >= moment.timestamp():
                yield Notice(f"{page.id}_paid", "simulated.paid", session_id=page.id)


def page_of(session_id: str) -> Page:
    """Raises `UnknownThere`."""
    if not (Path(settings.DATA) / FILE).exists():  # nobody ever paid so here: a stranger makes no file
        raise UnknownThere
    with closing(_file()) as file:
        found = file.execute("SELECT content FROM sessions WHERE id = ?", [session_id]).fetchone()
    if found is None:
        raise UnknownThere
    return Page(**json.loads(found[0]))


def keep(page: Page) -> None:
    with closing(_file()) as file, file:
        row = [page.id, page.reference, json.dumps(vars(page))]
        file.execute("INSERT OR REPLACE INTO sessions VALUES (?, ?, ?)", row)


def pay(page: Page, number: str) -> bool:
    """Pay with a card of this number; False where it is refused."""
    if number not in (SUCCEEDS, ANSWERS_LATE):
        return False
    late = LATE if number == ANSWERS_LATE else timedelta(0)
    page.paid_at = (timezone.now() + late).timestamp()
    keep(page)
    return True


def _file() -> sqlite3.Connection:
    file = sqlite3.connect(Path(settings.DATA) / FILE, timeout=10)
    file.execute(TABLE)
    return file


OFFER = Offer(
    name="simulated",
    label=_("le prestataire simulé"),
    hint=_(
        "Avec des données d’exemple, le prestataire simulé accepte n’importe quelles clés\u202f: aucun argent ne bouge."
    ),
    is_real=False,
    make=Simulated,
)
