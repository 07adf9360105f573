"""A message was written to the members, and a text is kept for the next time."""

from datetime import timedelta
from uuid import uuid4

from cabas.announcements.audience_words import EVERYBODY
from cabas.announcements.audiences import audience_of
from cabas.announcements.ready_texts import keep
from cabas.announcements.writing import Message, send
from cabas.demo.scene import Scene
from cabas.people.models import User

AT_ONCE = timedelta(0)
DAYS_AGO = 3
VISIT = Message(
    "Visite de la ferme dimanche",
    "Bonjour [prénom],\n\n"
    "la Ferme des Aulnes nous ouvre ses portes dimanche, de 15 heures à 17 heures. Les enfants sont les bienvenus, "
    "prévoyez des bottes.\n\n"
    "Dites-nous si vous venez en répondant à ce message.\n\n"
    "À dimanche,",
)
HOLIDAYS = Message(
    "Pas de distribution pendant les vacances",
    "Bonjour [prénom],\n\n"
    "il n’y aura pas de distribution pendant les vacances scolaires. La suivante est celle du [distribution], "
    "à [heure], [lieu].\n\n"
    "Bonnes vacances,",
)


def write_to_members(scene: Scene, by: User) -> None:
    """It left some days ago: nobody calls it back any more."""
    at = scene.calendar.at - timedelta(days=DAYS_AGO)
    audience = audience_of(scene.group, EVERYBODY, at=at)
    send(scene.group, audience, VISIT, key=uuid4(), by=by, at=at, leaves_after=AT_ONCE)
    keep(scene.group, "Vacances", HOLIDAYS)
