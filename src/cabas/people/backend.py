"""Who is signed in is asked by each request, by a statement that is compiled once; signing in is the library's."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from cabas.people.models import User
from cabas.prepared import prepared


@prepared
def _people(person: int) -> "QuerySet[User]":
    found: QuerySet[User] = User.objects.filter(pk=person)
    return found


class Backend(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: int) -> User | None:
        """The person of this id, who may still sign in."""
        for person in _people(user_id):
            return person if self.user_can_authenticate(person) else None
        return None
