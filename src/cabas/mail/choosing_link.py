"""A link at the foot of each mail opens its reader's choices in that group, and nothing else; it never ends."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from cabas.groups.models import Group
from cabas.mail.kinds import kind_of
from cabas.mail.models import OutgoingMail
from cabas.people.models import User

SALT = "cabas.mail.choosing"
ONE_CLICK = "List-Unsubscribe=One-Click"  # RFC 8058, 3.1


class LinkUnknown(ValueError):
    """Nobody signed this, or the person or the group is gone."""


@dataclass(frozen=True)
class Chooser:
    """Whom a link is about: a person in a group, and the kind of the mail that carried it."""

    person: User
    group: Group
    kind: str


def token(person: int, group: int, kind: str) -> str:
    return signing.dumps([person, group, kind], salt=SALT)


def chooser(signed: str) -> Chooser:
    """Two statements. Raises `LinkUnknown`."""
    try:
        person, group, kind = signing.loads(signed, salt=SALT)
        return Chooser(User.objects.get(pk=person), Group.objects.get(pk=group), kind)
    except (signing.BadSignature, ValueError, TypeError, User.DoesNotExist, Group.DoesNotExist) as unknown:
        raise LinkUnknown from unknown


def choosing_link(mail: OutgoingMail) -> str:
    """Nothing where the installation does not know its own address, or the mail is nobody's of a group."""
    if not (settings.PUBLIC_ADDRESS and mail.person_id and mail.group_id):
        return ""
    path = reverse("mail_choices", kwargs={"signed": token(mail.person_id, mail.group_id, mail.kind)})
    return settings.PUBLIC_ADDRESS.rstrip("/") + path


def list_headers(mail: OutgoingMail, link: str) -> dict[str, str]:
    """What a list owes its readers' mail programs: where one click stops it (RFC 2369, RFC 8058)."""
    if not (link and kind_of(mail.kind).is_list):
        return {}
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": ONE_CLICK}
