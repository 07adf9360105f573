"""A host makes a host of somebody else, or takes that from them; an installation always keeps one."""

from django.db import transaction
from django.utils.translation import gettext as _

from cabas.people.models import User, stored_email


class NobodyThere(Exception):
    """Nobody of this installation has this address."""

    def __str__(self) -> str:
        return _("Personne n’a cette adresse dans Cabas\u202f: cette personne rejoint d’abord un groupe.")


class LastHost(Exception):
    """Somebody must look after the installation."""

    def __str__(self) -> str:
        return _("Il faut au moins un hôte\u202f: nommez d’abord quelqu’un d’autre. Rien n’a changé.")


def make_host_of(email: str) -> User:
    """Who has this address becomes a host. Raises `NobodyThere`."""
    person: User | None = User.objects.filter(email=stored_email(email)).first()
    if person is None or not person.is_active:
        raise NobodyThere
    person.is_host = True
    person.save(update_fields=["is_host"])
    return person


@transaction.atomic
def unmake_host(person: User) -> None:
    """They host no more. Raises `LastHost`."""
    hosts = list(User.objects.select_for_update().filter(is_host=True).order_by("pk"))  # two who step down at once
    if [host.pk for host in hosts] == [person.pk]:
        raise LastHost
    person.is_host = False
    person.save(update_fields=["is_host"])
