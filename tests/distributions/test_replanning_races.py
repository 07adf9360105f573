"""Orders are closed while members order: what was ordered when they closed is all that is ever ordered."""

import pytest

from cabas.distributions.auditing import audit_group
from cabas.distributions.closing_orders import close_orders
from cabas.distributions.drafts import replace_draft
from cabas.distributions.models import Basket
from cabas.distributions.ordering import Order, commit
from cabas.groups.members import NewHousehold, NewPerson, add_members
from cabas.groups.models import Membership
from cabas.ledger.auditing import audit_all
from tests.cast import TUESDAY, Cast, cast, key
from tests.racing import race_processes, race_threads

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrent]
MEMBERS = 8


def draft_all(play: Cast) -> list[Membership]:
    names = [NewHousehold([NewPerson("Membre", f"N{position}")]) for position in range(MEMBERS)]
    members = add_members(play.group, names, at=TUESDAY)
    for member in members:
        replace_draft(play.distribution, member, {play.bread.pk: 1}, at=TUESDAY)
    return members


@pytest.mark.parametrize("race", [race_threads, race_processes], ids=["threads", "processes"])
def test_nothing_is_ordered_after_the_orders_were_closed(race: object) -> None:
    play = cast()
    members, keys = draft_all(play), [key() for _each in range(MEMBERS)]

    def act(position: int) -> str:
        if position == MEMBERS // 2:
            close_orders(play.distribution, at=TUESDAY)
            return f"closed with {Basket.objects.count()}"
        member = Membership.objects.with_people().get(pk=members[position].pk)
        order = Order({play.bread.pk: 1}, 0, "cash")
        commit(play.distribution, member, order, key=keys[position], by=member.people[0], at=TUESDAY)
        return "ordered"

    outcomes = race(MEMBERS, act)  # type: ignore[operator]
    ordered = outcomes["ordered"]
    assert outcomes[f"closed with {ordered}"] == 1
    assert ordered + outcomes["OrdersClosed"] == MEMBERS - 1
    assert Basket.objects.count() == ordered
    assert (list(audit_all()), list(audit_group(play.group))) == ([], [])
