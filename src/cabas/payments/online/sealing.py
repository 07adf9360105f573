"""A group's secrets are kept sealed with the installation's key: the database alone opens none of them."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

PURPOSE = b"cabas payments online keys"


class KeyLost(Exception):
    """It was sealed with another installation's key: the secret has to be entered again."""


def seal(secret: str) -> str:
    """What may be kept."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises `KeyLost`."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise KeyLost from None


def _box() -> Fernet:
    key = hashlib.pbkdf2_hmac("sha256", settings.SECRET_KEY.encode(), PURPOSE, 1)  # the key is long and random already
    return Fernet(base64.urlsafe_b64encode(key))
