"""Checkout commits what it shows; a refusal says why, keeps what was chosen and shows the way out."""

from datetime import timedelta

import pytest

from cabas.catalogs.models import Product
from cabas.distributions.choosing import choice
from cabas.distributions.contents import set_quantity
from cabas.distributions.drafts import replace_draft
from cabas.distributions.models import Basket, BasketChange
from cabas.distributions.weighing import Weights, weigh
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.models import PaymentSettings
from tests.cast import TUESDAY, Cast, add_product, cast, key
from tests.distributions.pages import Visitor, fields, stop_clock, words
from tests.distributions.paying import give
from tests.payments.codes import code_in

CHECKOUT, THANKS = "commande/1/regler/", "commande/1/merci/"
IBAN = "FR7630006000011234567890189"


@pytest.fixture
def alice(play: Cast) -> Visitor:
    """Alice, who has put three products in her basket."""
    visitor = Visitor(play.alice)
    for product in (play.vegetables, play.bread, play.cheese):
        visitor.tap(product.pk)
    return visitor


def test_the_checkout_names_the_means_and_the_amount(alice: Visitor) -> None:
    page = alice.get(CHECKOUT)
    said = words(page)
    assert "Chèque à apporter jeudi, à remplir après la pesée" in said
    assert "Commande ≈ 23,40 € À régler ≈ 23,40 €" in said
    assert fields(page)["means"] == ["cheque"]
    assert '<span class="says-cheque is-first">chèque de</span>' in page


def test_committing_leads_to_what_to_bring(alice: Visitor) -> None:
    answer = alice.commit()
    assert (answer.status_code, answer.url) == (302, "/g/vallon/commande/1/merci/")
    said = words(alice.get(THANKS))
    assert "Commande enregistrée Apportez un chèque de 23,40 € à l’ordre de Les Paniers du Vallon." in said
    assert "Attendez la pesée pour remplir votre chèque." in said
    assert "Panier n° 1 Jeudi 26 novembre 18 h 30 – 19 h 30 Salle des Aulnes" in said
    assert Basket.objects.get().total == Money.of("23.40")


def test_a_double_click_commits_once(alice: Visitor) -> None:
    form = fields(alice.get(CHECKOUT))
    answers = [alice.post(CHECKOUT, form) for _click in range(2)]
    assert [answer.url for answer in answers] == ["/g/vallon/commande/1/merci/"] * 2
    assert BasketChange.objects.count() == 1


def test_the_chosen_radio_counts_not_the_words_of_the_button(alice: Visitor) -> None:
    alice.commit(means="cash")
    assert "Apportez 23,40 € en espèces Le stand rend la monnaie." in words(alice.get(THANKS))
    assert fields(alice.get(CHECKOUT))["means"] == ["cash"]


def test_a_transfer_says_where_to(alice: Visitor) -> None:
    alice.commit(means="transfer")
    page = alice.get(THANKS)
    said = words(page)
    assert "Faites un virement de 23,40 €" in said
    assert "Titulaire Les Paniers du Vallon" in said
    assert "IBAN FR76 3000 6000 0112 3456 7890 189" in said
    assert "Référence, à recopier M1-P1-C" in said
    for copied in ("23,40", "M1-P1-C", IBAN, "Les Paniers du Vallon"):
        assert f'data-copy="{copied}"' in page
    assert code_in(page).split("\n")[4:8] == ["", "Les Paniers du Vallon", IBAN, "EUR23.4"]
    assert code_in(page).endswith("\nM1-P1-C")


def test_the_mail_of_a_transfer_says_the_amount_and_the_reference_in_its_subject(alice: Visitor) -> None:
    alice.commit(means="transfer")
    mail = OutgoingMail.objects.get()
    said = "[Les Paniers du Vallon] Virement à faire\u202f: 23,40\u00a0€, référence M1-P1-C"
    assert (mail.kind, mail.subject) == ("E4", said)
    assert "Virement à faire\u202f: 23,40\u00a0€ à Les Paniers du Vallon, IBAN FR76 3000" in mail.body
    assert "référence M1-P1-C." in mail.body


def test_after_the_scales_the_page_asks_for_what_is_due_and_names_what_it_had_told(play: Cast, alice: Visitor) -> None:
    alice.commit(means="transfer")
    basket = Basket.objects.get()
    weights = Weights({basket.lines.get(product=play.cheese).pk: 220})
    weigh(basket, weights, key=key(), by=play.nadia, at=TUESDAY)
    page = alice.get(THANKS)
    assert "Faites un virement de 22,90 €" in words(page)
    assert "Nous vous avions annoncé 23,40 € : si ce virement est parti, ne refaites rien" in words(page)
    assert code_in(page).split("\n")[7] == "EUR22.9"


def test_a_card_is_for_the_stand(alice: Visitor) -> None:
    alice.commit(means="terminal")
    assert "Vous paierez 23,40 € par carte" in words(alice.get(THANKS))


def test_an_avoir_is_used_first_and_shown(play: Cast, alice: Visitor) -> None:
    give(play, "17.00")
    said = words(alice.get(CHECKOUT))
    assert "Commande ≈ 23,40 € Votre avoir − 17,00 € À régler ≈ 6,40 €" in said
    alice.commit()
    assert "Apportez un chèque de 6,40 €" in words(alice.get(THANKS))


def test_an_avoir_that_covers_all_leaves_nothing_to_pay(play: Cast, alice: Visitor) -> None:
    give(play, "30.00")
    said = words(alice.get(CHECKOUT))
    assert "Commander · rien à payer" in said
    assert "Comment réglerez-vous" not in said
    assert alice.commit().url == "/g/vallon/commande/1/merci/"
    assert "Rien à payer" in words(alice.get(THANKS))


def test_a_changed_order_is_saved_as_a_change(play: Cast, alice: Visitor) -> None:
    alice.commit()
    alice.tap(play.bread.pk)
    assert "Enregistrer · chèque de" in words(alice.get(CHECKOUT))
    alice.commit()
    assert [change.kind for change in BasketChange.objects.all()] == ["order", "change"]
    assert "Apportez un chèque de 28,80 €" in words(alice.get(THANKS))


def test_an_emptied_order_is_cancelled(play: Cast, alice: Visitor) -> None:
    alice.commit()
    for product in (play.vegetables, play.bread, play.cheese):
        alice.tap(product.pk, -1)
    said = words(alice.get(CHECKOUT))
    assert "En annulant la commande, ses 23,40 € reviennent sur votre compte" in said
    assert alice.commit().url == "/g/vallon/"
    home = alice.get()
    assert "Votre commande du jeudi 26 novembre est annulée." in home
    assert "à jour 0,00 €" in words(home)
    assert alice.client.get("/g/vallon/commande/1/merci/").url == "/g/vallon/commande/1/"


def test_an_empty_basket_without_an_order_has_nothing_to_commit(play: Cast) -> None:
    page = Visitor(play.alice).get(CHECKOUT)
    assert "Votre panier est vide. Choisir des produits" in words(page)
    assert "Annuler ma commande" not in page


def test_a_stale_page_shows_both_versions_and_the_two_ways_out(play: Cast, alice: Visitor) -> None:
    form = fields(alice.get(CHECKOUT))
    alice.tap(play.bread.pk)
    answer = alice.post(CHECKOUT, form)
    page = answer.content.decode()
    said = words(page)
    assert answer.status_code == 409
    assert "Rien n’a été enregistré." in said
    assert "Ce qui est enregistré 2 Pain 10,80 €" in said
    assert "Ma version 1 Pain 5,40 €" in said
    assert "Garder ce qui est enregistré" in said
    assert not Basket.objects.exists()
    mine = {"version": "mine", "line": form["line"]}
    assert alice.post("commande/1/brouillon/", mine).url == "/g/vallon/commande/1/regler/"
    assert choice(play.distribution, play.alice).wanted[play.bread.pk] == 1
    assert alice.commit().status_code == 302


def test_the_other_adult_of_a_household_is_not_overwritten(play: Cast) -> None:
    people = [NewPerson(name, "Diop", f"{name.lower()}@vallon.example.org") for name in ("Awa", "Moussa")]
    household = add_member(play.group, NewHousehold(people), at=TUESDAY)
    awa, moussa = Visitor(household), Visitor(household, adult=1)
    awa.tap(play.bread.pk)
    form = fields(awa.get(CHECKOUT))
    moussa.commit()
    assert awa.post(CHECKOUT, form).status_code == 409
    assert BasketChange.objects.count() == 1


def test_stock_gone_is_named_and_the_rest_is_kept(play: Cast, alice: Visitor) -> None:
    eggs = add_product(play.catalog, "Œufs", "2.40", stock=3)
    for _tap in range(3):
        alice.tap(eggs.pk)
    form = fields(alice.get(CHECKOUT)) | {"means": ["cash"]}
    play.order(play.bob, {eggs: 2})
    answer = alice.post(CHECKOUT, form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "il n’en reste que 1." in words(page)
    again = fields(page)
    assert again["key"] != form["key"]
    assert again["means"] == ["cash"]
    assert f"{eggs.pk}:1" in again["line"]
    assert f"{play.bread.pk}:1" in again["line"]
    assert alice.post(CHECKOUT, again).status_code == 302


def test_a_product_withdrawn_meanwhile_is_named_and_the_rest_is_kept(play: Cast, alice: Visitor) -> None:
    form = fields(alice.get(CHECKOUT))
    Product.objects.filter(pk=play.bread.pk).update(is_active=False)
    answer = alice.post(CHECKOUT, form)
    assert answer.status_code == 422
    assert "Pain n’est plus proposé pour cette distribution." in words(answer.content.decode())
    assert choice(play.distribution, play.alice).wanted == {play.vegetables.pk: 1, play.cheese.pk: 1}
    assert alice.post(CHECKOUT, fields(answer.content.decode())).status_code == 302


def test_closing_between_the_page_and_the_click_is_said_calmly(
    play: Cast, alice: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = fields(alice.get(CHECKOUT))
    stop_clock(monkeypatch, TUESDAY + timedelta(days=1, hours=11))
    answer = alice.post(CHECKOUT, form)
    said = words(answer.content.decode())
    assert answer.status_code == 409
    assert "sont closes depuis mercredi 25, 20 h." in said
    assert "rien n’est dû" in said
    assert "Mon compte" in said
    assert not Basket.objects.exists()


def test_a_means_that_is_not_accepted_is_a_field_error(alice: Visitor) -> None:
    answer = alice.commit(means="gold")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="means-error"' in page
    assert "Choisissez comment vous réglerez" in page
    assert len(fields(page)["line"]) == 3


def test_a_key_used_for_something_else_comes_back_filled_with_a_fresh_one(play: Cast, alice: Visitor) -> None:
    form = fields(alice.get(CHECKOUT))
    alice.post(CHECKOUT, form)
    alice.tap(play.bread.pk)
    again = fields(alice.get(CHECKOUT)) | {"key": form["key"], "means": ["cash"]}
    answer = alice.post(CHECKOUT, again)
    back = fields(answer.content.decode())
    assert answer.status_code == 409
    assert back["key"] != form["key"]
    assert (back["means"], back["line"]) == (["cash"], again["line"])


@pytest.mark.parametrize(
    "changed", [{"key": "x"}, {"version": "-1"}, {"line": ["1"]}, {"line": ["1:x"]}, {"line": ["1:1000"]}]
)
def test_what_no_page_sends_is_refused(alice: Visitor, changed: dict[str, str]) -> None:
    assert alice.commit(**changed).status_code == 400


def test_a_group_without_means_says_so(play: Cast, alice: Visitor) -> None:
    PaymentSettings.objects.update(
        accepts_cheque=False, accepts_cash=False, accepts_transfer=False, accepts_terminal=False
    )
    page = alice.get(CHECKOUT)
    assert "n’a pas encore choisi ses moyens de paiement" in words(page)
    assert "Commander ·" not in words(page)


def test_a_household_sees_only_its_own_order(play: Cast, alice: Visitor) -> None:
    alice.commit()
    assert Visitor(play.bob).client.get("/g/vallon/commande/1/merci/").status_code == 404
    assert Visitor(cast("halles", "Les Halles").alice).client.get("/g/vallon/commande/1/merci/").status_code == 404


def test_checkout_and_thanks_cost_the_same_for_one_line_and_for_three(play: Cast) -> None:
    alice = Visitor(play.alice)
    counts = set()
    for products in ([play.bread], [play.bread, play.vegetables, play.cheese]):
        play.order(play.alice, dict.fromkeys(products, 1))
        replace_draft(play.distribution, play.alice, {product.pk: 2 for product in products}, at=TUESDAY)
        alice.get(CHECKOUT)
        checkout = alice.statements
        alice.get(THANKS)
        counts.add((checkout, alice.statements))
    assert len(counts) == 1


def test_what_the_stand_changed_since_the_draft_was_begun_is_shown_and_may_be_kept(play: Cast, alice: Visitor) -> None:
    alice.commit()
    alice.tap(play.bread.pk)
    set_quantity(Basket.objects.get(), play.vegetables, 3, key=key(), by=play.nadia, at=TUESDAY)
    answer = alice.commit()
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ce qui est enregistré 1 Pain 5,40 € 3 Panier de légumes 36,00 €" in words(page)
    assert "Ma version 2 Pain 10,80 € 1 Panier de légumes 12,00 €" in words(page)
    assert 'action="/g/vallon/commande/1/abandon/"' in page
    alice.post("commande/1/abandon/")
    assert choice(play.distribution, play.alice).wanted[play.vegetables.pk] == 3
    assert Basket.objects.get().total == Money.of("47.40")


def test_a_version_taken_again_after_the_stand_changed_the_basket_is_committed(play: Cast, alice: Visitor) -> None:
    alice.commit()
    alice.tap(play.bread.pk)
    set_quantity(Basket.objects.get(), play.vegetables, 3, key=key(), by=play.nadia, at=TUESDAY)
    mine = fields(alice.get(CHECKOUT))["line"]
    alice.post("commande/1/brouillon/", {"version": "mine", "line": mine})
    assert alice.commit().status_code == 302
    assert Basket.objects.get().total == Money.of("28.80")


def test_an_empty_basket_without_an_order_commits_nothing(play: Cast) -> None:
    answer = Visitor(play.alice).post(CHECKOUT, {"key": key(), "version": "0"})
    assert answer.status_code == 422
    assert "Votre panier est vide." in words(answer.content.decode())
    assert not Basket.objects.exists()


def test_without_means_nothing_is_committed_and_an_order_is_still_shown(play: Cast, alice: Visitor) -> None:
    form = fields(alice.get(CHECKOUT))
    alice.post(CHECKOUT, form)
    PaymentSettings.objects.update(
        accepts_cheque=False, accepts_cash=False, accepts_transfer=False, accepts_terminal=False
    )
    assert "Apportez un chèque de 23,40 € à l’ordre de Les Paniers du Vallon." in words(alice.get(THANKS))
    alice.tap(play.bread.pk)
    assert alice.commit().status_code == 422
