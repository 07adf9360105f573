"""A member sees what an order makes of the cagnotte before it is taken, and both ways out where it does not suffice."""

import pytest
from django.test import Client

from cabas.distributions.models import Basket
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.models import AnnouncedTransfer, PaymentSettings
from tests.cast import THURSDAY_EVENING, Cast
from tests.distributions.cagnottes import held, on_cagnottes, top_up
from tests.distributions.pages import Visitor, stop_clock, words
from tests.payments.codes import code_in
from tests.stand.reading import words_shown

SHOP, CHECKOUT, THANKS, TOP_UP = "commande/1/", "commande/1/regler/", "commande/1/merci/", "compte/crediter/"
BUTTON = "Commander · cagnotte 23,40 €"
IBAN = "FR7630006000011234567890189"


@pytest.fixture
def alice(play: Cast) -> Visitor:
    """Alice, whose group orders on cagnottes; a basket of 23,40 € is in her draft."""
    on_cagnottes(play)
    visitor = Visitor(play.alice)
    for product in (play.vegetables, play.bread, play.cheese):
        visitor.tap(product.pk)
    return visitor


def test_what_lacks_is_said_with_two_ways_out_and_no_button(play: Cast, alice: Visitor) -> None:
    top_up(play, play.alice, "15.00")
    page = alice.get(CHECKOUT)
    said = words(page)
    assert "Votre cagnotte 15,00 € Cette commande − 23,40 € Il manque 8,40 €" in said
    assert "Il manque 8,40 € sur votre cagnotte pour cette commande." in said
    assert "Créditer ma cagnotte Mon panier" in said
    assert BUTTON not in said
    assert "Comment réglerez-vous" not in said
    shop = words(alice.get(SHOP))
    assert "Il manque 8,40 € sur votre cagnotte. Régler ≈ 23,40 €" in shop
    assert BUTTON not in shop


def test_what_suffices_is_one_tap_from_the_shop(play: Cast, alice: Visitor) -> None:
    top_up(play, play.alice, "45.00")
    shop = words(alice.get(SHOP))
    assert f"{BUTTON} Cagnotte après commande : 21,60 €" in shop
    assert "Rien n’est prélevé maintenant." not in shop  # it is, as soon as it is ordered
    said = words(alice.get(CHECKOUT))
    assert "Votre cagnotte 45,00 € Cette commande − 23,40 € Cagnotte après commande 21,60 €" in said
    assert BUTTON in said
    answer = alice.commit()
    assert (answer.status_code, answer.url) == (302, "/g/vallon/commande/1/merci/")
    said = words(alice.get(THANKS))
    assert "Commande enregistrée Payée par votre cagnotte Cagnotte après commande : 21,60 €" in said
    assert "Payée par votre cagnotte" in words(alice.get())
    said = words(alice.get("compte/"))
    assert "cagnotte 21,60 €" in said
    assert "La cagnotte n’est pas passée sous zéro." not in said  # nothing to draw of one day


def test_a_refused_order_shows_what_lacks_now_and_keeps_the_basket(play: Cast, alice: Visitor) -> None:
    top_up(play, play.alice, "15.00")
    answer = alice.commit()  # from a page that was opened when there was more
    said = words(answer.content.decode())
    assert answer.status_code == 422
    assert "Il manque 8,40 € sur votre cagnotte pour cette commande. Rien n’a été enregistré." in said
    assert (Basket.objects.count(), held(play.alice)) == (0, Money.of("15.00"))
    assert "3 produits" in words(alice.get(SHOP))


def test_a_change_shows_the_cagnotte_without_the_order(play: Cast, alice: Visitor) -> None:
    top_up(play, play.alice, "30.00")
    alice.commit()
    alice.tap(play.bread.pk)
    said = words(alice.get(CHECKOUT))
    assert "Sans cette commande 30,00 € Cette commande − 28,80 € Cagnotte après commande 1,20 €" in said
    assert "Enregistrer · cagnotte 28,80 €" in said


def test_below_zero_the_order_says_what_will_be_owed(play: Cast, alice: Visitor) -> None:
    on_cagnottes(play, allows_negative=True)
    top_up(play, play.alice, "15.00")
    said = words(alice.get(CHECKOUT))
    assert "Après cette commande : doit 8,40 €" in said
    assert BUTTON in said
    alice.commit()
    assert "Après cette commande, vous devez 8,40 € au groupe. Créditer ma cagnotte" in words(alice.get(THANKS))


def test_a_page_from_before_the_cagnottes_is_refused_with_why(play: Cast, alice: Visitor) -> None:
    top_up(play, play.alice, "45.00")
    answer = alice.commit(means="cheque")
    assert answer.status_code == 422
    assert "Votre groupe est passé aux cagnottes entre-temps" in words(answer.content.decode())
    assert Basket.objects.count() == 0


def test_topping_up_says_how_for_an_amount_or_any(play: Cast, alice: Visitor) -> None:
    said = words(alice.get(f"{TOP_UP}?montant=8,40"))
    for sentence in (
        "cagnotte 0,00 €",
        "Par virement de 8,40 €",
        "IBAN FR76 3000 6000 0112 3456 7890 189",
        "Apportez un chèque de 8,40 € à l’ordre de Les Paniers du Vallon.",
        "Prochaine distribution : jeudi 26 novembre, 18 h 30, Salle des Aulnes.",
    ):
        assert sentence in said
    said = words(alice.get(TOP_UP))
    assert "Apportez un chèque à l’ordre de Les Paniers du Vallon." in said
    assert "en espèces" not in said  # the group does not take any
    assert "Je ne comprends pas" in words(alice.get(f"{TOP_UP}?montant=12,5O", status=422))
    assert "au moins 0,01 €" in words(alice.get(f"{TOP_UP}?montant=0", status=422))


def test_a_transfer_that_is_announced_is_awaited_with_its_code_until_it_is_given_up(play: Cast, alice: Visitor) -> None:
    page = alice.get(f"{TOP_UP}?montant=30")
    assert "Référence, à recopier M1-0" in words(page)
    assert "Je fais ce virement de 30,00 €" in words(page)
    answer = alice.post(TOP_UP, {"montant": "30,00"})
    assert (answer.status_code, answer["Location"]) == (302, "/g/vallon/compte/crediter/")
    page = alice.get(TOP_UP)
    assert "Votre virement de 30,00 € est attendu" in words(page)
    assert code_in(page).split("\n")[4:] == ["", "Les Paniers du Vallon", IBAN, "EUR30", "", "", "M1-0"]
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.to) == ("E4", "alice@vallon.example.org")
    assert "Virement à faire\u202f: 30,00\u00a0€, référence M1-0" in mail.subject
    assert held(play.alice) == Money(0)  # nothing is posted before it comes
    alice.post("compte/virement/abandon/")
    said = words(alice.get(TOP_UP))
    assert "Votre virement de 30,00 € n’est plus attendu." in said
    assert "Votre virement de 30,00 € est attendu" not in said


def test_another_amount_replaces_what_was_announced_and_the_same_twice_is_once(play: Cast, alice: Visitor) -> None:
    for typed in ("30", "30,00", "45"):
        assert alice.post(TOP_UP, {"montant": typed}).status_code == 302
    assert "Votre virement de 45,00 € est attendu" in words(alice.get(TOP_UP))
    told = AnnouncedTransfer.objects.order_by("pk").values_list("amount", "reference", "given_up_at")
    assert [(str(amount), reference, bool(gone)) for amount, reference, gone in told] == [
        ("30.00", "M10", True),
        ("45.00", "M10", False),
    ]
    assert OutgoingMail.objects.count() == 2


def test_a_transfer_of_nothing_or_where_none_is_taken_is_not_announced(play: Cast, alice: Visitor) -> None:
    for typed in ("", "0", "12,5O"):
        assert alice.post(TOP_UP, {"montant": typed}).status_code == 422
    PaymentSettings.objects.update(tops_up_by_transfer=False)
    answer = alice.post(TOP_UP, {"montant": "30"})
    assert answer.status_code == 422
    assert "Le groupe ne prend pas les virements : rien n’a été annoncé." in words(answer.content.decode())
    assert not AnnouncedTransfer.objects.exists()


def test_without_a_means_the_page_sends_to_the_treasury(play: Cast, alice: Visitor) -> None:
    on_cagnottes(play)
    PaymentSettings.objects.update(tops_up_by_cheque=False, tops_up_by_transfer=False)
    assert "demandez à la trésorerie" in words(alice.get(TOP_UP))


def test_a_group_along_the_orders_has_no_such_page(play: Cast) -> None:
    Visitor(play.alice).get(TOP_UP, status=404)


def test_the_stand_collects_nothing_and_the_sums_name_the_cagnottes(
    play: Cast, alice: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    top_up(play, play.alice, "45.00")
    alice.commit()
    stop_clock(monkeypatch, THURSDAY_EVENING)
    nadia = Client()
    nadia.force_login(play.nadia)

    def read(rest: str) -> str:
        return words_shown(nadia.get(f"/g/vallon/gestion/{rest}").content.decode())

    basket = read("distributions/1/stand/1/")
    assert "cagnotte avant 45,00 €" in basket
    assert "Rien à encaisser Panier 23,40 € Pris sur la cagnotte − 23,40 € Après ce panier : cagnotte 21,60 €" in basket
    assert "Servi, rien à payer" in basket
    assert "Autre montant" not in basket
    validation = read("distributions/1/validation/")
    assert "Paniers : rien à regarder" in validation
    assert "Pris sur les cagnottes 23,40 € Total 23,40 €" in validation
    assert "cagnotte" in read("distributions/1/paniers/")
    balances = read("soldes/")
    assert "Cagnottes 21,60 € 3 membres" in balances
    assert "Tous 3 Doivent 0 Cagnottes 3" in balances


def test_the_treasury_is_offered_what_tops_up_a_cagnotte(play: Cast, alice: Visitor) -> None:
    nadia = Client()
    nadia.force_login(play.nadia)
    page = words(nadia.get(f"/g/vallon/gestion/soldes/{play.alice.number}/paiement/").content.decode())
    assert "Chèque Virement" in page
    assert "Espèces" not in page
    assert "Carte" not in page


def test_a_coordinator_has_no_means_to_choose(play: Cast, alice: Visitor) -> None:
    nadia = Client()
    nadia.force_login(play.nadia)
    page = words(nadia.get(f"/g/vallon/gestion/distributions/1/paniers/{play.alice.number}/").content.decode())
    assert "À voir au stand" not in page
    assert "Cagnotte" in page
