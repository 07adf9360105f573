"""E7: who holds the stand is told so, with the link that opens it; the link is not kept with the mail."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from cabas.clock import local_date
from cabas.groups.models import Membership
from cabas.mail.queueing import Letter, queue
from cabas.mail.withholding import MARK, withheld
from cabas.stand.day_passes import token_of
from cabas.stand.models import DayPass
from cabas.ui import formats
from cabas.ui.language import in_french


class NoAddress(Exception):
    """The person has no e-mail: the link is copied and given otherwise."""

    def __str__(self) -> str:
        return _("Cette personne n’a pas d’adresse e-mail\u202f: copiez le lien et donnez-le-lui autrement.")


@in_french
def mail_pass(day_pass: DayPass, *, origin: str, at: datetime) -> None:
    """Queue the mail; `origin` is the address of the installation. Raises `NoAddress`."""
    if not day_pass.person.email:
        raise NoAddress
    households = Membership.objects.filter(group=day_pass.group_id, adults__person=day_pass.person_id)
    member = households.select_related("group").with_people().get()
    secret = withheld("day pass", day_pass=day_pass.pk, origin=origin)
    queue([Letter(member, "E7", _subject(day_pass, at), _body(day_pass), secret, only=day_pass.person)], at=at)


def link_to_tell(day_pass: int, origin: str) -> str:
    """Its link, as long as the pass stands. Raises `DayPass.DoesNotExist`."""
    return origin + link_of(DayPass.objects.standing().select_related("group").get(pk=day_pass))


def link_of(day_pass: DayPass) -> str:
    """The path of its link."""
    return reverse("stand:pass_opening", kwargs={"slug": day_pass.group.slug, "token": token_of(day_pass)})


def _subject(day_pass: DayPass, at: datetime) -> str:
    day = day_pass.distribution.day
    if day == local_date(at) + timedelta(days=1):
        return _("Vous tenez le stand demain\u202f: votre lien")
    if day == local_date(at):
        return _("Vous tenez le stand aujourd’hui\u202f: votre lien")
    return _("Vous tenez le stand du %(day)s\u202f: votre lien") % {"day": formats.day_long(day)}


def _body(day_pass: DayPass) -> str:
    evening = day_pass.distribution
    said = {
        "day": formats.day_long(evening.day),
        "start": formats.hour(evening.starts_at),
        "end": formats.hour(evening.ends_at),
        "place": evening.place.name,
    }
    lines = [
        _("Bonjour %(name)s,") % {"name": day_pass.person.first_name},
        "",
        _("vous tenez le stand de la distribution du %(day)s, de %(start)s à %(end)s, %(place)s.") % said,
        "",
        _("Ce lien ouvre le stand sur votre téléphone, ce jour-là seulement, jusqu’à minuit\u202f:"),
        "",
        MARK,
        "",
        _("Ce qui sera fait avec lui sera signé de votre nom\u202f: gardez-le pour vous."),
    ]
    return "\n".join(lines)
