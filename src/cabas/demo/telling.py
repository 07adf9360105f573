"""The story is told by what people do: they order, they are served, they pay, and an evening is closed."""

from collections.abc import Iterator
from datetime import datetime

from cabas.demo.announced import write_to_members
from cabas.demo.cycle import gather
from cabas.demo.duties import tell_duties
from cabas.demo.farm import open_farm
from cabas.demo.larder import in_words
from cabas.demo.newcomers import tell_newcomers
from cabas.demo.outside import open_the_door
from cabas.demo.pictures import give_photos
from cabas.demo.scene import Scene
from cabas.demo.soap import open_soap_maker
from cabas.demo.story import (
    AWAITED,
    CHEQUE,
    KNOWINGLY_LEFT,
    LATER,
    NEXT,
    NOT_COME,
    REGULAR_BASKETS,
    REGULAR_MENUS,
    REGULAR_SCALES,
    STORY,
    Ordered,
    Past,
)
from cabas.distributions.closing_cases import baskets_of, cases, leave_owed
from cabas.distributions.contents import set_missing
from cabas.distributions.drafts import replace_draft
from cabas.distributions.models import Basket, Receipt
from cabas.distributions.ordering import Order, commit
from cabas.distributions.serving import serve, take_payment, undo_receipt
from cabas.distributions.validation import validate
from cabas.distributions.weighing import Weights
from cabas.money import Money
from cabas.people.models import User

COORDINATOR, TREASURER = "Lucie Bernard", "Karim Haddad"
LATEST = 1


def tell(scene: Scene) -> Iterator[None]:
    """Everything that happened until `at`, in small parts; the latest evening is not validated yet."""
    open_the_door(scene)
    give_photos(scene.products)
    open_soap_maker(scene.group, scene.person(COORDINATOR), scene.group.founded_at)
    open_farm(scene, scene.person(COORDINATOR))
    tell_duties(scene)
    gather(scene)
    for weeks in sorted(STORY, reverse=True):
        yield from _tell_evening(scene, weeks)
    orders = [(scene.calendar.ordered_at(0, position, len(NEXT)), each) for position, each in enumerate(NEXT)]
    for number, (at, ordered) in enumerate(orders, start=1):
        place_order(scene, 0, ordered, at)
        if number % 10 == 0:
            yield
    write_to_members(scene, scene.person(COORDINATOR))
    tell_newcomers(scene)


def _tell_evening(scene: Scene, weeks: int) -> Iterator[None]:
    pasts = [*STORY[weeks], *_regulars(scene, weeks)]
    orders = [(_ordered_at(scene, weeks, past, position, len(pasts)), past) for position, past in enumerate(pasts)]
    orders.sort(key=lambda order: order[0])
    baskets = [(past, place_order(scene, weeks, past, at)) for at, past in orders]
    yield
    for position, (past, basket) in enumerate(baskets):
        hand_out(scene, past, basket, scene.calendar.served_at(weeks, position, len(baskets)))
    _close(scene, weeks)
    yield


def _ordered_at(scene: Scene, weeks: int, past: Past, position: int, count: int) -> datetime:
    if past.days_before:
        return scene.calendar.days_before(weeks, past.days_before)
    return scene.calendar.ordered_at(weeks, position, count)


def _regulars(scene: Scene, weeks: int) -> list[Past]:
    """Those who come, pay what is due and go home: others every week, never the people of the story."""
    told = {past.who for pasts in STORY.values() for past in pasts}
    regulars = [name for name in scene.members if name not in told]
    first = sum(count for earlier, count in REGULAR_BASKETS.items() if earlier > weeks)
    return [_regular(regulars, number) for number in range(first, first + REGULAR_BASKETS[weeks])]


def _regular(regulars: list[str], number: int) -> Past:
    menu, means = REGULAR_MENUS[number % len(REGULAR_MENUS)]
    return Past(regulars[number % len(regulars)], menu, means, scales=REGULAR_SCALES[number % len(REGULAR_SCALES)])


def place_order(scene: Scene, weeks: int, ordered: Ordered, at: datetime) -> Basket:
    """Fill the draft, then commit it."""
    member, distribution = scene.members[ordered.who], scene.distributions[weeks]
    quantities = {scene.products[word].pk: quantity for word, quantity in in_words(ordered.basket).items()}
    replace_draft(distribution, member, quantities, at=at)
    order = Order(quantities, basket_version=0, means=ordered.means)
    return commit(distribution, member, order, key=scene.key(), by=scene.person(ordered.who), at=at)


def hand_out(scene: Scene, past: Past, basket: Basket, at: datetime) -> None:
    """The stand gives the basket and takes what is paid, as it is told; nothing of somebody who does not come."""
    if past.pays == NOT_COME:
        return
    by = scene.person(COORDINATOR if past.paid_by == CHEQUE else TREASURER)
    weights = weights_of(basket, past.scales)
    if past.missing:
        line = basket.lines.get(product=scene.products[past.missing])
        set_missing(basket, line.pk, True, key=scene.key(), by=by, at=at)
    if past.pays in (LATER, AWAITED):
        serve(basket, weights=weights, is_left_owed=past.pays == LATER, key=scene.key(), by=by, at=at)
        return
    if past.mistaken:
        _take_by_mistake(scene, past, basket, by, at)
    amount = Money.of(past.pays) if past.pays else None
    take_payment(basket, past.paid_by, weights=weights, amount=amount, key=scene.key(), by=by, at=at)


def _take_by_mistake(scene: Scene, past: Past, basket: Basket, by: User, at: datetime) -> None:
    take_payment(basket, past.paid_by, amount=Money.of(past.mistaken), key=scene.key(), by=by, at=at)
    receipt = Receipt.objects.select_related("basket__group__book", "payment__transaction").get(basket=basket)
    undo_receipt(receipt, key=scene.key(), by=by, at=at)


def weights_of(basket: Basket, scales: int) -> Weights:
    """What was read on the scales, in percent of the estimates."""
    lines = basket.lines.filter(is_weighed=True)
    return Weights({line.pk: line.estimated_grams * scales // 100 for line in lines})


def _close(scene: Scene, weeks: int) -> None:
    """Validate an evening, what is owed being left; the latest still has baskets to look at."""
    distribution, by, at = scene.distributions[weeks], scene.person(COORDINATOR), scene.calendar.validated_at(weeks)
    for case in cases(baskets_of(distribution)):
        if weeks != LATEST or case.basket.membership.name in KNOWINGLY_LEFT:
            leave_owed(case.basket, is_absent=False, key=scene.key(), by=by, at=at)
    if weeks != LATEST:
        validate(distribution, key=scene.key(), by=by, at=at)
