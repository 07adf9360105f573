"""Home says first where the account stands, then what comes and what is ordered for it."""

from datetime import timedelta

import pytest

from cabas.distributions.models import Distribution
from cabas.distributions.serving import take_payment
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_distribution, cast, key
from tests.distributions.pages import Visitor, stop_clock, words
from tests.distributions.paying import give

EMPTY = "Aucune distribution prévue. La prochaine apparaîtra ici"


def test_a_member_without_an_order_is_a_jour_and_may_order(play: Cast) -> None:
    said = words(Visitor(play.alice).get())
    assert said.index("à jour 0,00 €") < said.index("Jeudi 26 novembre")
    assert "18 h 30 – 19 h 30 Salle des Aulnes" in said
    assert "Fermeture mercredi 25, 20 h dans 1 j 10 h" in said
    assert "Commander" in said
    assert "Ma commande" not in said


def test_after_ordering_home_says_what_to_bring_and_never_owes(play: Cast) -> None:
    play.order(play.alice, {play.vegetables: 1, play.bread: 1, play.cheese: 1})
    said = words(Visitor(play.alice).get())
    assert "à régler jeudi, par chèque 23,40 €" in said
    assert "1 Tomme de brebis, ≈ 240 g ≈ 6,00 €" in said
    assert "Total ≈ 23,40 € Chèque à apporter jeudi Modifier ma commande" in said
    assert "doit" not in said


def test_an_order_that_the_avoir_covers_asks_for_nothing(play: Cast) -> None:
    give(play, "30.00")
    play.order(play.alice, {play.bread: 1})
    said = words(Visitor(play.alice).get())
    assert "avoir 24,60 €" in said
    assert "Rien à payer" in said
    assert "Chèque à apporter" not in said


def test_a_basket_that_was_begun_is_said_with_both_ways_out(play: Cast) -> None:
    alice = Visitor(play.alice)
    alice.tap(play.bread.pk)
    said = words(alice.get())
    assert "Panier commencé, pas encore commandé pour le jeudi 26 novembre. Fermeture mercredi 25, 20 h." in said
    assert "Terminer" in said
    assert "Abandonner" in said


def test_unsaved_changes_are_said_and_may_be_dropped(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    alice = Visitor(play.alice)
    alice.tap(play.vegetables.pk)
    said = words(alice.get())
    assert (
        "Modifications non enregistrées pour le jeudi 26 novembre. Votre commande enregistrée n’a pas changé." in said
    )
    assert "Panier de légumes" not in said
    assert alice.post("commande/1/abandon/").status_code == 302
    assert "non enregistrées" not in words(alice.get())


def test_a_draft_left_behind_at_closing_is_not_offered_any_more(play: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = Visitor(play.alice)
    alice.tap(play.bread.pk)
    stop_clock(monkeypatch, TUESDAY + timedelta(days=2))
    said = words(alice.get())
    assert "pas encore commandé" not in said
    assert "Commandes closes depuis mercredi 25, 20 h." in said


def test_what_follows_says_when_it_opens_or_closes(play: Cast) -> None:
    start = play.distribution.starts_at
    for days in (1, 7, 14):
        add_distribution(play.group, start + timedelta(days=days), [play.catalog])
    said = words(Visitor(play.alice).get())
    ensuite = said[said.index("Ensuite") :]
    assert "Vendredi 27 novembre ferme jeudi 26, 20 h Commander" in ensuite
    assert "Jeudi 3 décembre ouvre vendredi 27, 8 h 30" in ensuite
    assert "Jeudi 10 décembre ouvre vendredi 4 décembre, 8 h 30" in ensuite


def test_without_a_distribution_home_says_that_one_will_come(play: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, TUESDAY + timedelta(days=30))
    assert EMPTY in words(Visitor(play.alice).get())
    assert EMPTY in words(Visitor(play.alice).get("commande/"))


def test_during_the_distribution_the_basket_that_was_handed_out_says_so(
    play: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    take_payment(basket, "cheque", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    stop_clock(monkeypatch, THURSDAY_EVENING)
    said = words(Visitor(play.alice).get())
    assert "Panier retiré" in said
    assert "à jour 0,00 €" in said


def test_charlie_of_another_group_sees_nothing(play: Cast) -> None:
    charlie = Visitor(cast("halles", "Les Halles").alice)
    assert charlie.client.get("/g/vallon/").status_code == 404


def test_home_costs_the_same_for_one_distribution_and_for_three(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    alice = Visitor(play.alice)
    alice.tap(play.vegetables.pk)
    alice.get()
    one = alice.statements
    for days in (1, 2):
        play.distribution = add_distribution(play.group, TUESDAY + timedelta(days=2 + days, hours=9), [play.catalog])
        play.order(play.alice, {play.bread: 1, play.vegetables: 1, play.cheese: 1})
        alice.tap(play.bread.pk, number=play.distribution.number)
    assert Distribution.objects.count() == 3
    alice.get()
    assert alice.statements == one <= 11
