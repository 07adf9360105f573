"""What a phone keeps, it keeps for one person: pages say whose they are by a mark that tells nothing else."""

from base64 import b64encode

from django.utils.crypto import salted_hmac

SALT = "cabas.ui.device"


def person_mark(person: int | None) -> str:
    """The same for a person on each page of this installation; empty where nobody has signed in."""
    return "" if person is None else salted_hmac(SALT, str(person)).hexdigest()[:20]


def device_key(person: int) -> str:
    """What a phone seals with it can be opened again by the same person only (256 bits, base64)."""
    return b64encode(salted_hmac(f"{SALT}.key", str(person), algorithm="sha256").digest()).decode()
