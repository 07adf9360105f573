"""E33: a producer is invited by e-mail to see what their farm brings; who is invited needs no household."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cabas.catalogs.models import Vendor
from cabas.groups.examples import address_in
from cabas.groups.members import NewPerson, new_user
from cabas.groups.models import Role
from cabas.groups.roles import give_role, take_role
from cabas.mail.to_addresses import Note, queue_notes
from cabas.people.models import User
from cabas.producers.models import Producer
from cabas.ui.elision import of
from cabas.ui.language import in_french


class InvitedAlready(Exception):
    """This person sees this farm already."""

    def __init__(self, email: str) -> None:
        self.email = email

    def __str__(self) -> str:
        return _("%(email)s voit déjà cette ferme\u202f: la personne se connecte avec cette adresse.") % {
            "email": self.email
        }


@transaction.atomic
def invite(vendor: Vendor, person: NewPerson, *, by: User, at: datetime, origin: str = "") -> Producer:
    """Let the person of this e-mail see the farm, and tell them. Raises `InvitedAlready`.

    Somebody known to Cabas keeps their name and sign-in. `origin`: the address of the installation.
    """
    email = address_in(vendor.group, person.email)
    if not email:
        raise ValueError("an invitation goes to an address")
    known = User.objects.filter(email=email).first()
    if known is not None and Producer.objects.filter(vendor=vendor, person=known).exists():
        raise InvitedAlready(email)
    if known is None:
        known = new_user(person, email, at)
        known.save()
    made = Producer.objects.create(group=vendor.group, vendor=vendor, person=known, invited_at=at, invited_by=by)
    _say_role(vendor, known, by=by, at=at)
    queue_notes([_note(vendor, known, by, origin)], at=at)
    return made


@transaction.atomic
def withdraw(producer: Producer, *, at: datetime) -> None:
    """The person sees this farm no more; another of theirs in the group, still."""
    vendor, person = producer.vendor, producer.person
    producer.delete()
    _say_role(vendor, person, by=None, at=at)


def _say_role(vendor: Vendor, person: User, *, by: User | None, at: datetime) -> None:
    """The role says of which farms it is, and goes with the last one."""
    group = vendor.group
    names = Producer.objects.filter(group=group, person=person).order_by("vendor__sort_name")
    about = ", ".join(names.values_list("vendor__name", flat=True))
    if about:
        give_role(group, person, Role.PRODUCER, about, by=by, at=at)
    else:
        take_role(group, person, Role.PRODUCER)


@in_french
def _note(vendor: Vendor, person: User, by: User, origin: str) -> Note:
    path = reverse("producers:farm", kwargs={"slug": vendor.group.slug, "number": vendor.number})
    base = (settings.PUBLIC_ADDRESS or origin).rstrip("/")
    said = {"farm": vendor.name, "group": vendor.group.name, "by": by.full_name, "email": person.email}
    body = [
        _("Bonjour %(name)s,") % {"name": person.first_name},
        _(
            "%(by)s vous ouvre la page de « %(farm)s » dans le groupe %(group)s\u202f: ce qu’il y a à livrer et quand, "
            "ce qui est validé, ce qui est payé."
        )
        % said,
        _("Voir ma ferme\u202f: %(link)s") % {"link": f"{base}{path}"},
        _("Connectez-vous avec l’adresse %(email)s\u202f: un code vous est envoyé, sans mot de passe à créer.") % said,
    ]
    subject = _("Voir les commandes %(of_farm)s") % {"of_farm": of(vendor.name)}
    return Note(vendor.group, person.email or "", "E33", subject, "\n\n".join(body), person=person)
