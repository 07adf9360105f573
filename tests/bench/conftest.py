"""The local card server, as the tests of online payments start it."""

from tests.payments.online.conftest import here

__all__ = ["here"]
