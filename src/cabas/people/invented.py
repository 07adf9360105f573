"""An invented person has an address that cannot exist: nothing is ever written there, and nobody answers for it."""

from cabas.people.models import stored_email

NOWHERE = ".invalid"  # RFC 2606 keeps it for addresses that never exist
EXAMPLES = ("@example.org", "@example.com", "@example.net")  # reserved too: their domain says nothing
LOCAL_MAX = 64


def is_invented(email: str | None) -> bool:
    """Is this the address of nobody?"""
    return (stored_email(email) or "").endswith(NOWHERE)


def invented_address(email: str, domain: str) -> str:
    """An address that cannot exist, in which the one that was written is recognized: `marie@free.fr` gives
    `marie.free.fr@exemple-3.invalid`."""
    for known in EXAMPLES:
        email = email.removesuffix(known)
    local = email.replace("@", ".")[:LOCAL_MAX].strip(".")
    return f"{local}@{domain}"
