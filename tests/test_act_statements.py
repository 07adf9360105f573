"""What an act costs in statements, printed; it does not grow with what surrounds it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cabas.distributions.drafts import replace_draft
from cabas.distributions.models import Basket, Receipt
from cabas.distributions.ordering import Order, commit
from cabas.distributions.serving import take_payment, undo_receipt
from cabas.distributions.validation import validate
from cabas.distributions.weighing import Weights
from cabas.groups.members import NewHousehold, NewPerson, add_members
from cabas.groups.models import Membership
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from tests.cast import THURSDAY_EVENING, TUESDAY, add_product, cast, key
from tests.distributions.cagnottes import on_cagnottes, top_up

pytestmark = pytest.mark.django_db

NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
LINES = 7
ORDER_MAX = 16  # a request adds who asks, in which group, and for which distribution: 20 in all


def counted(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return sum(not query["sql"].startswith(NOT_COUNTED) for query in captured.captured_queries)


def costs(households: int) -> dict[str, int]:
    """The statements of each act in a group where so many other households ordered too."""
    play = cast(f"groupe{households}")
    others = [NewHousehold([NewPerson("Membre", f"N{position}")]) for position in range(households)]
    for member in add_members(play.group, others, at=TUESDAY):
        play.order(member, {play.vegetables: 1, play.bread: 1}, means="cash")
    shelf = [add_product(play.catalog, f"Produit {position}", "2.00", stock=99) for position in range(LINES - 1)]
    chosen = {product.pk: 1 for product in shelf} | {play.cheese.pk: 1}
    replace_draft(play.distribution, play.alice, chosen, at=TUESDAY)
    signed = {"by": play.nadia, "at": THURSDAY_EVENING}
    alice = Membership.objects.select_related("account", "group__book").with_people().get(pk=play.alice.pk)  # a request

    def order() -> object:
        return commit(play.distribution, alice, Order(chosen, 0, "cheque"), key=key(), by=alice.people[0], at=TUESDAY)

    measured = {"commander 7 lignes": counted(order)}
    basket = Basket.objects.get(distribution=play.distribution, membership=play.alice)
    weights = Weights({basket.lines.get(product=play.cheese).pk: 230})
    pay = lambda: take_payment(basket, "cheque", weights=weights, key=key(), **signed)  # noqa: E731
    measured["peser et encaisser"] = counted(pay)
    receipt = Receipt.objects.get(basket=basket)
    measured["annuler l’encaissement"] = counted(lambda: undo_receipt(receipt, key=key(), **signed))
    for waiting in Basket.objects.filter(distribution=play.distribution):
        take_payment(waiting, "cash", key=key(), **signed)
    measured["valider"] = counted(lambda: validate(play.distribution, keeps_estimates=True, key=key(), **signed))
    return measured


def test_an_order_on_the_cagnotte_takes_no_more_also_where_it_leaves_it_low(capsys: pytest.CaptureFixture[str]) -> None:
    play = on_cagnottes(cast(), low_balance_threshold=Money.of("10.00"))
    top_up(play, play.alice, "20.00")
    shelf = [add_product(play.catalog, f"Produit {position}", "2.00", stock=99) for position in range(LINES)]
    chosen = {product.pk: 1 for product in shelf}
    replace_draft(play.distribution, play.alice, chosen, at=TUESDAY)
    alice = Membership.objects.select_related("account", "group__book").with_people().get(pk=play.alice.pk)  # a request

    def order() -> object:
        asked = Order(chosen, 0, "cagnotte")
        return commit(play.distribution, alice, asked, key=key(), by=alice.people[0], at=TUESDAY)

    count = counted(order)
    with capsys.disabled():
        print(f"  {count:3d} statements  commander 7 lignes sur la cagnotte, et dire qu’elle est basse")
    assert count <= ORDER_MAX
    assert OutgoingMail.objects.filter(kind="E16").count() == 1


def test_an_act_takes_the_same_statements_beside_1_and_beside_5_other_households(
    capsys: pytest.CaptureFixture[str],
) -> None:
    beside_one, beside_five = costs(1), costs(5)
    with capsys.disabled():
        for name, count in beside_five.items():
            print(f"  {count:3d} statements  {name}")
    assert beside_one == beside_five
    assert beside_one["commander 7 lignes"] <= ORDER_MAX
