"""What happened in a group of examples: an evening that is closed, one to validate, and orders for the next one.

Told with the words and the people of the demonstration, whose figures it does not have to keep.
"""

from collections.abc import Iterator

from cabas.demo.announced import write_to_members
from cabas.demo.cycle import gather
from cabas.demo.duties import tell_duties
from cabas.demo.farm import open_farm
from cabas.demo.newcomers import tell_newcomers
from cabas.demo.pictures import give_photos
from cabas.demo.scene import Scene, Setting
from cabas.demo.soap import open_soap_maker
from cabas.demo.story import CASH, LATER, NOT_COME, TERMINAL, TRANSFER, Ordered, Past
from cabas.demo.telling import COORDINATOR, TREASURER, hand_out, place_order
from cabas.distributions.closing_cases import baskets_of, cases, leave_owed
from cabas.distributions.validation import validate
from cabas.groups.models import Role
from cabas.groups.roles import set_roles

CLOSED, TO_VALIDATE = 2, 1  # weeks before the next distribution

SETTING = Setting(
    "exemple",
    "Groupe d’exemple",
    "Salle des Aulnes",
    founded_days_before=240,
    past_weeks=CLOSED,
    weeks_to_come=2,
    households=(
        "Camille Moreau",
        "Awa Diop",
        "Jean Petit",
        "Odile Durand",
        "Fatou Sarr",
        "Paul Hamon",
        "Karim Haddad",
        "Lucie Bernard",
        "Zoé Nguyen",
        "François d'Arcy",
        "Maëlle Müller",
        "Gaël O'Brien",
        "Rosa Martins",
        "Nadia Benali",
        "Claire Duval",
        "Bastien Roux",
        "Farid Amrani",
        "Henri Morin",
        "Juliette Lambert",
        "Nolwenn Le Bihan",
        "Armel Tanguy",
        "Béatrice Legrand",
        "Étienne Vidal",
    ),
    has_entrances=False,
)

STORY: dict[int, tuple[Past, ...]] = {
    CLOSED: (
        Past("Camille Moreau", "panier, pain, oeufs"),
        Past("Awa Diop", "panier, 2 blanc, chevre", CASH, pays="20.00"),
        Past("Jean Petit", "pain, oeufs, 2 poireaux", pays="30.00"),
        Past("Odile Durand", "panier, pain, tomme", TRANSFER, scales=104),
        Past("Zoé Nguyen", "2 panier, brioche", TERMINAL),
        Past("Farid Amrani", "panier, poulet, 2 pain", CASH, scales=94),
        Past("Rosa Martins", "brioche, pain, blanc", pays=LATER),
        Past("Nolwenn Le Bihan", "panier, miel, chevre"),
        Past("Juliette Lambert", "panier, courge, oeufs", TERMINAL, scales=97),
    ),
    TO_VALIDATE: (
        Past("Camille Moreau", "panier, pain, tomme", scales=92),
        Past("Awa Diop", "2 panier, blanc", CASH, pays="20.00"),
        Past("Claire Duval", "panier, pommes, pain", scales=107),
        Past("Karim Haddad", "panier, blanc, lentilles", CASH),
        Past("Henri Morin", "2 panier, tomme", pays=NOT_COME),
        Past("François d'Arcy", "panier, brioche, chevre", missing="brioche"),
        Past("Gaël O'Brien", "panier, saucisses, salade", TERMINAL),
        Past("Nadia Benali", "panier, carottes, oeufs"),
        Past("Odile Durand", "2 panier, 3 oeufs", TRANSFER),
        Past("Béatrice Legrand", "panier, farine, jus", TERMINAL),
    ),
}
NEXT: tuple[Ordered, ...] = (
    Ordered("Zoé Nguyen", "2 panier, pain, oeufs, tomme"),
    Ordered("Rosa Martins", "panier, pain, blanc, chevre"),
    Ordered("Lucie Bernard", "panier, tomme, pain, 2 oeufs, pommes", TERMINAL),
    Ordered("Maëlle Müller", "2 panier, 2 pain, pommes", TERMINAL),
    Ordered("Bastien Roux", "panier, poulet, pain, carottes", CASH),
    Ordered("Fatou Sarr", "panier, 2 oeufs, miel"),
    Ordered("Paul Hamon", "2 pain, tomme, farine", CASH),
    Ordered("Étienne Vidal", "panier, saucisses, yaourts"),
)


def tell_example(scene: Scene) -> Iterator[None]:
    """Who looks after the group, its farms, its duties, then the evenings one after the other."""
    coordinator, founded_at = scene.person(COORDINATOR), scene.group.founded_at
    for name, role in ((COORDINATOR, Role.COORDINATOR), (TREASURER, Role.TREASURER)):
        set_roles(scene.group, scene.person(name), [role], by=None, at=founded_at)
    give_photos(scene.products)
    open_soap_maker(scene.group, coordinator, founded_at)
    open_farm(scene, coordinator)
    tell_duties(scene, STORY)
    gather(scene)
    yield
    for weeks in (CLOSED, TO_VALIDATE):
        _tell_evening(scene, weeks)
        yield
    for position, ordered in enumerate(NEXT):
        place_order(scene, 0, ordered, scene.calendar.ordered_at(0, position, len(NEXT)))
    write_to_members(scene, coordinator)
    tell_newcomers(scene)


def _tell_evening(scene: Scene, weeks: int) -> None:
    pasts, calendar = STORY[weeks], scene.calendar
    baskets = [
        (past, place_order(scene, weeks, past, calendar.ordered_at(weeks, position, len(pasts))))
        for position, past in enumerate(pasts)
    ]
    for position, (past, basket) in enumerate(baskets):
        hand_out(scene, past, basket, calendar.served_at(weeks, position, len(pasts)))
    if weeks == TO_VALIDATE:
        return
    distribution, by, at = scene.distributions[weeks], scene.person(COORDINATOR), calendar.validated_at(weeks)
    for case in cases(baskets_of(distribution)):
        leave_owed(case.basket, is_absent=False, key=scene.key(), by=by, at=at)
    validate(distribution, key=scene.key(), by=by, at=at)
