"""Each request asks for its session: in the database, as Django keeps it, by a statement that is compiled once."""

from datetime import datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from cabas.prepared import prepared


@prepared
def _live(key: str, at: datetime) -> "QuerySet[Session]":
    return Session.objects.filter(session_key=key, expire_date__gt=at)


class SessionStore(db.SessionStore):
    """Named so for Django, which looks for it in `SESSION_ENGINE`."""

    def _get_session_from_db(self) -> Session | None:
        for session in _live(self.session_key or "", timezone.now()):
            return session
        self._session_key = None
        return None
