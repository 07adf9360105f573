"""People who are signed in: five hundred passwords would measure the hashing of passwords."""

from collections.abc import Iterable

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction

from cabas.people.models import User
from cabas.people.sessions import SessionStore

BACKEND = "cabas.people.backend.Backend"


@transaction.atomic
def signed_in(people: Iterable[User]) -> list[str]:
    """The cookie of a session for each, as signing in makes it."""
    return [_cookie(person) for person in people]


def _cookie(person: User) -> str:
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)
