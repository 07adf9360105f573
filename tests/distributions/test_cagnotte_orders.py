"""An order on the cagnotte passes only if the money is there; what the scales and coordinators do is never refused."""

from typing import Any

import pytest

from cabas.distributions.as_announced import receive_as_announced, take_back_as_announced
from cabas.distributions.auditing import audit_group
from cabas.distributions.closing_cases import baskets_of, cases
from cabas.distributions.drafts import replace_draft
from cabas.distributions.models import Basket
from cabas.distributions.ordering import Order, commit
from cabas.distributions.ordering_for import order_for
from cabas.distributions.refusals import MeansNotAccepted
from cabas.distributions.serving import serve
from cabas.distributions.standing import standing_of
from cabas.distributions.summing_up import Summary, summarise
from cabas.distributions.validation import validate
from cabas.distributions.weighing import Weights, weigh
from cabas.groups.models import Membership
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.cagnotte import CagnotteShort
from cabas.payments.correcting import correct
from cabas.payments.models import PaymentSettings
from cabas.payments.refunding import refund
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key
from tests.distributions.cagnottes import held, on_cagnottes, top_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> Cast:
    return on_cagnottes(cast())


def m(text: str) -> Money:
    return Money.of(text)


def take(play: Cast, **quantities: int) -> Basket:
    """Alice orders so many of each product."""
    return play.order(play.alice, {getattr(play, name): count for name, count in quantities.items()}, means="cagnotte")


def told(play: Cast, kind: str) -> list[str]:
    mails = OutgoingMail.objects.filter(group=play.group, kind=kind).order_by("pk")
    return [mail.subject.partition("] ")[2] for mail in mails]


def signed(play: Cast) -> dict[str, Any]:
    return {"key": key(), "by": play.nadia, "at": THURSDAY_EVENING}


def test_an_order_takes_from_the_cagnotte_and_announces_nothing(play: Cast) -> None:
    top_up(play, play.alice, "45.00")
    basket = take(play, vegetables=1, bread=1, cheese=1)
    assert (basket.total, basket.means, basket.is_announced) == (m("23.40"), "cagnotte", False)
    found = standing_of(play.alice, at=TUESDAY)
    assert (found.state, found.label, found.amount) == ("cagnotte", "cagnotte", m("21.60"))
    assert told(play, "E3") == ["Votre commande du jeudi 26\u202f: 23,40\u00a0€, payée par votre cagnotte"]
    assert "Il reste 21,60\u00a0€ sur votre cagnotte." in OutgoingMail.objects.get(kind="E3").body


def test_an_order_that_is_not_covered_says_by_how_much_and_writes_nothing(play: Cast) -> None:
    top_up(play, play.alice, "15.00")
    with pytest.raises(CagnotteShort) as refused:
        take(play, vegetables=1, bread=1, cheese=1)
    assert refused.value.missing == m("8.40")
    assert (held(play.alice), Basket.objects.count(), told(play, "E3")) == (m("15.00"), 0, [])
    assert play.alice.drafts.get().lines.count() == 3  # what was chosen is kept


def test_an_order_may_take_all_there_is(play: Cast) -> None:
    top_up(play, play.alice, "12.00")
    take(play, vegetables=1)
    found = standing_of(play.alice, at=TUESDAY)
    assert (found.state, found.amount) == ("cagnotte", m("0"))


def test_a_change_is_covered_by_what_the_basket_gives_back(play: Cast) -> None:
    top_up(play, play.alice, "12.00")
    take(play, vegetables=1)
    with pytest.raises(CagnotteShort) as refused:
        take(play, vegetables=1, bread=1)
    assert refused.value.missing == m("5.40")
    assert take(play, bread=2).total == m("10.80")  # twelve euros came back, less than that is taken
    assert held(play.alice) == m("1.20")


def test_taking_less_always_passes_even_from_below_zero(play: Cast) -> None:
    top_up(play, play.alice, "18.00")
    take(play, vegetables=1, bread=1)
    correct(play.alice, m("-10.00"), why="erreur de caisse", key=key(), by=play.nadia, at=TUESDAY)
    assert held(play.alice) == m("-9.40")
    assert take(play, vegetables=1).total == m("12.00")
    assert held(play.alice) == m("-4.00")
    take(play)
    assert held(play.alice) == m("8.00")


def test_a_group_that_allows_negatives_may_set_how_far(play: Cast) -> None:
    on_cagnottes(play, allows_negative=True)
    take(play, vegetables=4)
    assert held(play.alice) == m("-48.00")
    found = standing_of(play.alice, at=TUESDAY)
    assert (found.state, found.amount) == ("doit", m("48.00"))
    on_cagnottes(play, cagnotte_limit=m("50.00"))
    with pytest.raises(CagnotteShort) as refused:
        take(play, vegetables=4, bread=1)
    assert refused.value.missing == m("3.40")


def test_another_means_is_refused_where_the_cagnotte_pays(play: Cast) -> None:
    with pytest.raises(MeansNotAccepted):
        play.order(play.alice, {play.bread: 1}, means="cheque")


def test_the_scales_and_coordinators_are_never_refused(play: Cast) -> None:
    top_up(play, play.alice, "6.00")
    basket = take(play, cheese=1)
    line = basket.lines.get()
    weigh(basket, Weights({line.pk: 280}), **signed(play))
    assert held(play.alice) == m("-1.00")
    alice = Membership.objects.select_related("account", "group__book").with_people().get(pk=play.alice.pk)
    order = Order({play.cheese.pk: 1, play.bread.pk: 2}, Basket.objects.get().version)
    ordered = order_for(play.distribution, alice, order, **signed(play))
    assert (ordered.means, ordered.is_announced) == ("cagnotte", False)  # nothing to decide at the stand
    assert held(play.alice) == m("-11.80")


def test_a_cagnotte_basket_is_settled_by_itself(play: Cast) -> None:
    top_up(play, play.alice, "30.00")
    top_up(play, play.bob, "30.00")
    hers, his = take(play, vegetables=1), play.order(play.bob, {play.bread: 1}, means="cagnotte")
    assert cases(baskets_of(play.distribution)) == []  # a group without a stand has nothing to look at
    serve(his, is_left_owed=False, **signed(play))
    (case,) = cases(baskets_of(play.distribution))  # with one, somebody has not come
    assert (case.basket.pk, str(case.reason.label), case.due.due) == (hers.pk, "pas venu", m("0"))
    serve(hers, is_left_owed=False, **signed(play))
    summary = summarise(baskets_of(play.distribution))
    nothing = m("0")
    assert summary == Summary(
        basket_count=2,
        total=m("17.40"),
        received=nothing,
        awaited=nothing,
        awaiting=[],
        owed=nothing,
        owing_count=0,
        credit_used=nothing,
        from_cagnottes=m("17.40"),
        forgiven=nothing,
        unbilled=nothing,
        overpaid=nothing,
        overpaid_count=0,
    )
    validate(play.distribution, **signed(play))
    assert told(play, "E13") == []  # a cagnotte that is not empty is no news
    assert list(audit_group(play.group)) == []


def test_what_is_said_served_all_together_is_taken_back_without_announcing_anything(play: Cast) -> None:
    for member in (play.alice, play.bob):
        top_up(play, member, "12.00")
        play.order(member, {play.vegetables: 1}, means="cagnotte")
    serve(Basket.objects.get(membership=play.bob), is_left_owed=False, **signed(play))
    later = {**signed(play), "at": play.distribution.ends_at}
    receive_as_announced(play.distribution, count=1, seen=m("0"), **later)
    assert cases(baskets_of(play.distribution)) == []
    take_back_as_announced(play.distribution, str(later["key"]), **signed(play))
    hers = Basket.objects.get(membership=play.alice)
    assert (hers.served_at, hers.is_announced) == (None, False)


def test_validation_tells_whose_cagnotte_is_below_zero_and_whose_basket_changed(play: Cast) -> None:
    top_up(play, play.alice, "6.00")
    top_up(play, play.bob, "20.00")
    hers = take(play, cheese=1)
    serve(hers, weights=Weights({hers.lines.get().pk: 280}), is_left_owed=False, **signed(play))
    serve(play.order(play.bob, {play.bread: 1}, means="cagnotte"), is_left_owed=False, **signed(play))
    validate(play.distribution, **signed(play))
    assert told(play, "E13") == ["Votre panier du 26\u202f: 7,00\u00a0€ au lieu de 6,00\u00a0€ après pesée"]
    body = OutgoingMail.objects.get(kind="E13").body
    assert "Votre cagnotte est passée sous zéro\u202f: vous devez 1,00\u00a0€ au groupe." in body


def test_a_low_cagnotte_is_told_once_for_each_crossing_whatever_took_the_money(play: Cast) -> None:
    on_cagnottes(play, low_balance_threshold=m("10.00"))
    top_up(play, play.alice, "22.00")
    basket = take(play, vegetables=1)
    assert told(play, "E16") == []  # 10,00 is not below 10,00
    take(play, vegetables=1, bread=1)
    assert told(play, "E16") == ["Votre cagnotte est à 4,60\u00a0€"]
    take(play, vegetables=1)  # up again, and down again: another crossing
    take(play, vegetables=1, cheese=1)
    basket.refresh_from_db()
    line = basket.lines.get(product=play.cheese)
    weigh(basket, Weights({line.pk: 260}), **signed(play))  # low already: nothing new
    assert told(play, "E16") == [f"Votre cagnotte est à {left}\u00a0€" for left in ("4,60", "4,00")]
    top_up(play, play.alice, "7.00")
    refund(play.alice, "cash", m("2.00"), why="départ", **signed(play))
    top_up(play, play.alice, "5.00")
    correct(play.alice, m("-4.00"), why="erreur", **signed(play))
    assert told(play, "E16")[2:] == [f"Votre cagnotte est à {left}\u00a0€" for left in ("8,50", "9,50")]


def test_a_refused_order_tells_nobody_that_the_cagnotte_is_low(play: Cast) -> None:
    on_cagnottes(play, low_balance_threshold=m("10.00"))
    top_up(play, play.alice, "11.00")
    with pytest.raises(CagnotteShort):
        take(play, vegetables=1)
    assert OutgoingMail.objects.exclude(kind="E14").count() == 0


def test_a_group_along_the_orders_knows_no_low_cagnotte(play: Cast) -> None:
    PaymentSettings.objects.filter(group=play.group).update(
        accepts_cagnotte=False, accepts_cheque=True, low_balance_threshold=m("10.00")
    )
    top_up(play, play.alice, "12.00")
    play.order(play.alice, {play.bread: 1})
    assert told(play, "E16") == []


def test_the_same_key_takes_once(play: Cast) -> None:
    top_up(play, play.alice, "12.00")
    replace_draft(play.distribution, play.alice, {play.vegetables.pk: 1}, at=TUESDAY)
    order, one_key = Order({play.vegetables.pk: 1}, 0, "cagnotte"), key()
    for _time in range(2):
        commit(play.distribution, play.alice, order, key=one_key, by=play.person(play.alice), at=TUESDAY)
    assert held(play.alice) == m("0")
