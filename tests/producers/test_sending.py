"""E5: at its closing each vendor is sent its order, once; again where a reopening changed it; or when somebody asks."""

from datetime import timedelta

import pytest

from cabas.catalogs.models import Vendor
from cabas.distributions.closing_orders import close_orders, take_orders_until
from cabas.mail.attaching import all_made
from cabas.mail.models import OutgoingMail
from cabas.producers.models import OrderSent
from cabas.producers.order_files import NothingOrdered
from cabas.producers.sending import NoAddress, closed_orders, send_once, send_order
from cabas.producers.tasks import send_closed_orders
from tests.cast import TUESDAY, Cast, cast
from tests.producers.evenings import CLOSED, farm_of, hugo_of

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def play() -> Cast:
    play = cast()
    Vendor.objects.update(email="ferme@aulnes.example.org")
    play.order(play.alice, {play.vegetables: 2, play.bread: 1})
    play.order(play.bob, {play.vegetables: 1})
    return play


def look(play: Cast, at: object) -> None:
    """What the worker does at this moment."""
    for vendor, distribution in closed_orders(at):  # type: ignore[arg-type]
        send_once(vendor, distribution, at=at)  # type: ignore[arg-type]


def orders_mailed() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind="E5").order_by("pk"))


def test_it_leaves_once_at_the_closing_with_its_two_papers(play: Cast) -> None:
    look(play, CLOSED - MINUTE)
    assert orders_mailed() == []
    look(play, CLOSED)
    look(play, CLOSED + MINUTE)
    (mail,) = orders_mailed()
    assert (mail.to, mail.membership, mail.subject) == (
        "ferme@aulnes.example.org",
        None,
        "[Les Paniers du Vallon] Ferme des Aulnes\u202f: à livrer jeudi 26 novembre (2 paniers, 41,40\u00a0€)",
    )
    assert "3 × Panier de légumes" in mail.body
    assert "Alice" not in mail.body
    assert mail.attached is not None
    pdf, sheet = all_made(mail.attached)
    assert [pdf[0], sheet[0]] == [f"commande-ferme-des-aulnes-2026-11-26.{end}" for end in ("pdf", "xlsx")]
    assert pdf[1].startswith(b"%PDF")
    assert pdf[2] != sheet[2]


def test_it_goes_to_the_people_of_the_farm_too_each_once(play: Cast) -> None:
    hugo_of(play)
    hugo_of(play, "FERME@aulnes.example.org")
    look(play, CLOSED)
    assert sorted(mail.to for mail in orders_mailed()) == ["ferme@aulnes.example.org", "hugo@aulnes.example.org"]


def test_after_a_reopening_it_leaves_again_only_where_it_changed(play: Cast) -> None:
    look(play, CLOSED)
    later = CLOSED + timedelta(hours=12)
    play.distribution = take_orders_until(play.distribution, later, at=CLOSED + MINUTE)
    look(play, CLOSED + 2 * MINUTE)
    look(play, later)
    assert len(orders_mailed()) == 1
    again = later + timedelta(hours=2)
    play.distribution = take_orders_until(play.distribution, again, at=later + MINUTE)
    play.order(play.bob, {play.vegetables: 2}, at=later + 2 * MINUTE)
    look(play, again)
    _first, second = orders_mailed()
    assert second.subject == (
        "[Les Paniers du Vallon] Commande modifiée, Ferme des Aulnes\u202f: à livrer jeudi 26 novembre "
        "(2 paniers, 53,40\u00a0€)"
    )
    assert "La commande a changé depuis notre envoi du mer. 25 nov., 20\u00a0h (41,40\u00a0€)" in second.body


def test_orders_closed_early_leave_at_once(play: Cast) -> None:
    at = TUESDAY + timedelta(hours=1)
    close_orders(play.distribution, at=at)
    look(play, at)
    assert len(orders_mailed()) == 1


def test_nothing_leaves_to_nobody_for_nothing_or_too_late(play: Cast) -> None:
    look(play, CLOSED + timedelta(days=2))
    Vendor.objects.update(email="")
    look(play, CLOSED)
    assert orders_mailed() == []
    with pytest.raises(NoAddress, match="n’a pas d’adresse"):
        send_order(farm_of(play), play.distribution, by=play.nadia, at=CLOSED)
    play.order(play.alice, {})
    play.order(play.bob, {})
    with pytest.raises(NothingOrdered):
        send_order(farm_of(play), play.distribution, by=play.nadia, at=CLOSED)


def test_somebody_sends_it_when_they_want_and_it_says_whether_it_is_provisional(play: Cast) -> None:
    sent = send_order(farm_of(play), play.distribution, by=play.nadia, at=TUESDAY)
    assert (sent.by, sent.addresses) == (play.nadia, ["ferme@aulnes.example.org"])
    play.order(play.bob, {play.vegetables: 3})
    look(play, CLOSED)
    look(play, CLOSED + MINUTE)
    early, final = orders_mailed()
    assert "ceci est provisoire" in early.body
    assert ("Commande modifiée" in final.subject, "provisoire" in final.body) == (True, False)
    assert [sent.is_provisional for sent in OrderSent.objects.order_by("pk")] == [True, False]


def test_the_worker_looks_and_goes_on(play: Cast, settings, time_machine) -> None:  # type: ignore[no-untyped-def]
    time_machine.move_to(CLOSED + MINUTE)
    send_closed_orders.func()
    assert len(orders_mailed()) == 1
