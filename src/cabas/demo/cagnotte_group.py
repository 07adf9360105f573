"""A third group of the demonstration orders on cagnottes, without negatives: one tops up, orders, and tops up again.

Camille's holds 15,00 €, less than the basket of the journeys. Two evenings take orders at once. The latest one that is
over waits for its validation, with a basket that nobody came for; the scales have brought one cagnotte below zero.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cabas.clock import local_date
from cabas.demo.entrances import CAGNOTTE_SLUG
from cabas.demo.fees import tell_fees
from cabas.demo.scene import Scene, Setting
from cabas.demo.story import NOT_COME, Ordered, Past
from cabas.demo.telling import COORDINATOR, LATEST, TREASURER, place_order, weights_of
from cabas.distributions.models import Basket
from cabas.distributions.serving import serve
from cabas.distributions.validation import validate
from cabas.money import Money
from cabas.payments.means import Means
from cabas.payments.receiving import record_payment

CAGNOTTE = Means.CAGNOTTE
TOPPED_UP_DAYS_BEFORE = 7  # of an evening: its orders are made in the six days before

HALLES = Setting(
    CAGNOTTE_SLUG,
    "Les Halles du Vallon",
    "Halle du marché",
    founded_days_before=300,
    past_weeks=3,
    weeks_to_come=2,
    households=(
        "Camille Moreau",
        "Jean Petit",
        "Lucie Bernard",
        "Karim Haddad",
        "Solène Marchand",
        "Zoé Nguyen",
        "Farid Amrani",
        "Henri Morin",
        "Nolwenn Le Bihan",
    ),
    opens_days_before=13,
    has_cagnottes=True,
    takes_online=True,
)


@dataclass(frozen=True)
class TopUp:
    """Money for a cagnotte, received before the evening."""

    who: str
    amount: str
    means: Means = Means.CHEQUE


# Weeks before the next distribution.
TOP_UPS: dict[int, tuple[TopUp, ...]] = {
    3: (
        TopUp("Camille Moreau", "60.00"),
        TopUp("Zoé Nguyen", "40.00", Means.CASH),
        TopUp("Farid Amrani", "50.00", Means.TRANSFER),
        TopUp("Nolwenn Le Bihan", "100.00"),
    ),
    2: (TopUp("Henri Morin", "12.00", Means.CASH), TopUp("Solène Marchand", "80.00", Means.TRANSFER)),
    1: (TopUp("Zoé Nguyen", "30.00"),),
}
STORY: dict[int, tuple[Past, ...]] = {
    3: (
        Past("Camille Moreau", "panier, pain", CAGNOTTE),
        Past("Zoé Nguyen", "panier, pain, tomme", CAGNOTTE, scales=104),
        Past("Farid Amrani", "poulet, 2 pain", CAGNOTTE, scales=94),
        Past("Nolwenn Le Bihan", "2 panier", CAGNOTTE),
    ),
    2: (
        Past("Camille Moreau", "panier, oeufs, carottes", CAGNOTTE),
        Past("Zoé Nguyen", "panier", CAGNOTTE),
        Past("Henri Morin", "2 tomme", CAGNOTTE, scales=107),
        Past("Nolwenn Le Bihan", "panier, miel", CAGNOTTE),
        Past("Solène Marchand", "panier, 2 jus", CAGNOTTE),
    ),
    1: (
        Past("Camille Moreau", "pain, blanc, carottes", CAGNOTTE),
        Past("Zoé Nguyen", "oeufs, pain", CAGNOTTE),
        Past("Farid Amrani", "panier, jus", CAGNOTTE),
        Past("Nolwenn Le Bihan", "panier, pain, oeufs", CAGNOTTE),
        Past("Solène Marchand", "panier, brioche", CAGNOTTE, pays=NOT_COME),
    ),
}
NEXT: tuple[Ordered, ...] = (
    Ordered("Nolwenn Le Bihan", "panier, poulet", CAGNOTTE),
    Ordered("Zoé Nguyen", "panier, pain", CAGNOTTE),
    Ordered("Farid Amrani", "oeufs, pain", CAGNOTTE),
)


def tell_cagnottes(scene: Scene) -> Iterator[None]:
    """Three evenings, the latest not validated yet; then the orders for the next one."""
    for weeks in sorted(STORY, reverse=True):
        _top_up(scene, weeks)
        pasts, calendar = STORY[weeks], scene.calendar
        baskets = [
            (past, place_order(scene, weeks, past, calendar.ordered_at(weeks, position, len(pasts))))
            for position, past in enumerate(pasts)
        ]
        for position, (past, basket) in enumerate(baskets):
            if past.pays != NOT_COME:
                _hand_out(scene, past, basket, calendar.served_at(weeks, position, len(baskets)))
        if weeks != LATEST:
            by, at = scene.person(COORDINATOR), calendar.validated_at(weeks)
            validate(scene.distributions[weeks], key=scene.key(), by=by, at=at)
        yield
    for position, ordered in enumerate(NEXT):
        place_order(scene, 0, ordered, scene.calendar.ordered_at(0, position, len(NEXT)))
    tell_fees(scene)


def _top_up(scene: Scene, weeks: int) -> None:
    for top_up in TOP_UPS[weeks]:
        at = scene.calendar.days_before(weeks, TOPPED_UP_DAYS_BEFORE)
        member, by = scene.members[top_up.who], scene.person(TREASURER)
        amount = Money.of(top_up.amount)
        record_payment(member, top_up.means, amount, on=local_date(at), key=scene.key(), by=by, at=at)


def _hand_out(scene: Scene, past: Past, basket: Basket, at: datetime) -> None:
    """The stand gives the basket: nothing is collected."""
    weights, by = weights_of(basket, past.scales), scene.person(COORDINATOR)
    serve(basket, weights=weights, is_left_owed=False, key=scene.key(), by=by, at=at)
