"""E17: whoever is invited comes in by the button of the mail, once, within thirty days, with no code to copy.

The link is a secret: it is not kept with the mail. It opens nothing once its person signed in, or has another address.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core.signing import BadSignature, dumps, loads
from django.urls import reverse
from django.utils.translation import gettext as _

from cabas.groups.models import Adult, Membership
from cabas.mail.queueing import Letter
from cabas.mail.withholding import MARK, withheld
from cabas.people.models import User
from cabas.ui.language import in_french

VALID_FOR = timedelta(days=30)
SALT = "cabas.households.first_entrance"


class EntranceClosed(Exception):
    """The link was used, is too old, or is that of another address: signing in as everybody does is proposed."""

    def __init__(self, email: str = "") -> None:
        self.email = email

    def __str__(self) -> str:
        return _("Ce lien ne sert plus\u202f: connectez-vous avec votre adresse e-mail.")


@dataclass(frozen=True)
class Entrance:
    """Who comes in by a link, and where."""

    person: User
    membership: Membership


@in_french
def invitation_to(membership: Membership, person: User, *, origin: str) -> Letter:
    """The mail that invites this adult of the household, fetched `with_people` and with its group."""
    secret = withheld("invitation", membership=membership.pk, person=person.pk, origin=origin)
    subject = _("Bienvenue\u202f: votre premier panier en 2 minutes")
    return Letter(membership, "E17", subject, _body(membership, person), secret, only=person)


def link_to_tell(membership: int, person: int, origin: str) -> str:
    """The link of this invitation. Raises `Adult.DoesNotExist` for somebody who is not of the household any more."""
    adult = Adult.objects.select_related("person").get(membership=membership, person=person)
    token = dumps({"m": membership, "p": person, "e": adult.person.email or ""}, salt=SALT)
    return origin + reverse("welcome", kwargs={"token": token})


def entrance_of(token: str) -> Entrance:
    """Who comes in by this link. Raises `EntranceClosed`."""
    try:
        said = loads(token, salt=SALT, max_age=VALID_FOR)
    except BadSignature:
        raise EntranceClosed from None
    here = Adult.objects.filter(membership=said["m"], person=said["p"], membership__left_on__isnull=True)
    for adult in here.select_related("person", "membership__group"):
        if adult.person.email == said["e"] and adult.person.last_login is None:
            return Entrance(adult.person, adult.membership)
    raise EntranceClosed(said["e"])


def _body(membership: Membership, person: User) -> str:
    said = {"group": membership.group.name, "name": person.first_name}
    lines = [
        _("Bonjour %(name)s,") % said,
        "",
        _("%(group)s vous invite à commander avec Cabas. Votre compte est prêt, sous le n° %(number)s.")
        % {**said, "number": membership.number},
        "",
        _("Entrer dans le groupe\u202f: %(link)s") % {"link": MARK},
        "",
        _("Ce bouton vous connecte, sans mot de passe à inventer. Il sert une fois, pendant trente jours."),
        "",
        _("Ensuite, votre premier panier prend deux minutes\u202f:"),
        "- " + _("choisissez vos produits,"),
        "- " + _("dites comment vous réglerez,"),
        "- " + _("venez chercher votre panier le jour de la distribution."),
        "",
        _("Vous ne connaissez pas ce groupe\u202f? Ne faites rien\u202f: personne n’entrera à votre place."),
    ]
    return "\n".join(lines)
