"""What a stranger sees of the first group of the demonstration: its page, and its waiting list with one request."""

from datetime import timedelta

from cabas.demo.scene import Scene
from cabas.joining.applying import Applicant, apply
from cabas.joining.models import Registration, ShownContact, Welcome

PRESENTATION = """Les Paniers du Vallon réunissent une soixantaine de foyers et trois fermes des environs : \
légumes, pain, fromages de brebis et de chèvre, œufs, un peu d’épicerie.

Chacun commande en ligne jusqu’au mercredi soir et vient chercher son panier le jeudi, à la salle des Aulnes. \
On donne un coup de main à la distribution deux fois par an.

Venez voir un jeudi : il y a toujours quelqu’un pour montrer comment ça se passe."""
MESSAGE = "Nous venons d’emménager rue du Moulin, avec deux enfants. Nous pouvons aider le jeudi soir."
ASKED_DAYS_BEFORE = 5


def open_the_door(scene: Scene) -> None:
    """The group shows itself and keeps a list; somebody asked a few days ago."""
    Welcome.objects.create(
        group=scene.group,
        presentation=PRESENTATION,
        is_public=True,
        registration=Registration.WAITING,
        households_max=70,
        asks_phone=True,
    )
    ShownContact.objects.create(group=scene.group, person=scene.person("Lucie Bernard"))
    asked = Applicant("Maïa", "Rousselot", "maia.rousselot@example.org", phone="06 39 98 41 27", message=MESSAGE)
    apply(scene.group, asked, person=None, at=scene.calendar.at - timedelta(days=ASKED_DAYS_BEFORE))
