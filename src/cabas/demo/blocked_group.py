"""A second group of the demonstration is blocked: its last 4 distributions are not validated.

The latest two are exactly paid, one click validates them; the two before have baskets to look at. One distribution
would take orders. Its people are some of those of the first group.
"""

from collections.abc import Iterator

from cabas.demo.entrances import BLOCKED_SLUG
from cabas.demo.scene import Scene, Setting
from cabas.demo.story import AWAITED, CASH, NOT_COME, TERMINAL, TRANSFER, Past
from cabas.demo.telling import hand_out, place_order

BLOCKED = Setting(
    BLOCKED_SLUG,
    "Les Cageots bloqués",
    "Préau de l’école",
    founded_days_before=150,
    past_weeks=4,
    weeks_to_come=1,
    households=(
        "Camille Moreau",
        "Lucie Bernard",
        "Karim Haddad",
        "Solène Marchand",
        "Zoé Nguyen",
        "Gaël O'Brien",
        "Farid Amrani",
        "Henri Morin",
        "Nolwenn Le Bihan",
    ),
)

# Weeks before the next distribution.
STORY: dict[int, tuple[Past, ...]] = {
    4: (
        Past("Zoé Nguyen", "panier, pain, oeufs"),
        Past("Farid Amrani", "panier, poulet, 2 pain", CASH, pays="20.00"),
        Past("Camille Moreau", "panier, pain"),
        Past("Henri Morin", "2 panier, tomme", pays=NOT_COME),
        Past("Nolwenn Le Bihan", "panier, brioche, chevre", TERMINAL, scales=104),
    ),
    3: (
        Past("Lucie Bernard", "panier, tomme", TERMINAL, scales=97),
        Past("Gaël O'Brien", "panier, poulet", pays=NOT_COME),
        Past("Camille Moreau", "panier, oeufs, chevre", CASH),
        Past("Nolwenn Le Bihan", "2 panier, miel", TRANSFER, pays=AWAITED),
        Past("Solène Marchand", "panier, 2 pain", pays="20.00"),
    ),
    2: (
        Past("Zoé Nguyen", "2 panier, brioche"),
        Past("Camille Moreau", "panier, pain, tomme", scales=92),
        Past("Karim Haddad", "panier, blanc, lentilles", CASH),
        Past("Henri Morin", "panier, pain", TERMINAL),
    ),
    1: (
        Past("Lucie Bernard", "panier, pain, yaourts", TERMINAL),
        Past("Farid Amrani", "panier, carottes, oeufs", CASH),
        Past("Solène Marchand", "2 panier, 2 jus"),
        Past("Camille Moreau", "panier, poireaux, chevre"),
        Past("Zoé Nguyen", "panier, pommes, pain", scales=107),
    ),
}


def tell_blocked(scene: Scene) -> Iterator[None]:
    """Four evenings, one after the other; nobody validated any."""
    for weeks in sorted(STORY, reverse=True):
        pasts, calendar = STORY[weeks], scene.calendar
        baskets = [
            (past, place_order(scene, weeks, past, calendar.ordered_at(weeks, position, len(pasts))))
            for position, past in enumerate(pasts)
        ]
        for position, (past, basket) in enumerate(baskets):
            hand_out(scene, past, basket, calendar.served_at(weeks, position, len(pasts)))
        yield
