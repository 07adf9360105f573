"""Each form of the stand and of validation carries a key, so that a tap counts once, and the amount that it showed."""

from uuid import UUID, uuid4

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cabas.ledger.acts import KeyMissing
from cabas.money import Money

CENTS_DIGITS_MAX = 13
COUNT_DIGITS_MAX = 6


def fresh_key() -> str:
    return str(uuid4())


def sent_key(request: HttpRequest, name: str = "key") -> str:
    """The key of the form that was sent; empty where it is none of ours."""
    try:
        return str(UUID(request.POST.get(name, "")))
    except ValueError:
        return ""


def require_key(request: HttpRequest) -> None:
    """Refuse a form without a key before anything else. Raises `KeyMissing`."""
    if not sent_key(request):
        raise KeyMissing(_("Cette demande n’a pas de clé\u202f: rechargez la page."))


def sent_amount(request: HttpRequest, name: str = "seen") -> Money | None:
    """The amount that the page showed, in cents, as its form sends it back; None where it sends none."""
    return amount_in_cents(request.POST.get(name, ""))


def amount_in_cents(text: str) -> Money | None:
    return Money(int(text)) if text.isdecimal() and len(text) <= CENTS_DIGITS_MAX else None


def sent_count(request: HttpRequest) -> int:
    """How many baskets the page showed; none where the form does not say."""
    text = request.POST.get("count", "")
    return int(text) if text.isdecimal() and len(text) <= COUNT_DIGITS_MAX else 0


def sent_version(request: HttpRequest) -> int:
    """The version of the basket that the page showed; none where the form does not say."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) <= COUNT_DIGITS_MAX else 0
