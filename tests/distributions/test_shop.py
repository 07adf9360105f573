"""The shop works by plain forms; each tap changes the draft by one, and htmx only swaps what changed."""

from datetime import timedelta

import pytest

from cabas.catalogs.models import Family, Product
from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.distributions.choosing import choice
from cabas.distributions.models import Draft, Participation
from cabas.payments.models import PaymentSettings
from tests.cast import TUESDAY, Cast, add_distribution, add_product, cast
from tests.distributions.pages import Visitor, stop_clock, words
from tests.distributions.paying import give

SHOP = "commande/1/"
HTMX = {"headers": {"HX-Request": "true"}}


def test_the_shop_shows_prices_by_the_piece_and_by_weight(play: Cast) -> None:
    said = words(Visitor(play.alice).get(SHOP))
    assert "Pour jeudi 26 novembre . Modifiable jusqu’à mercredi 25, 20 h." in said
    assert "Ferme des Aulnes Pain 5,40 €" in said
    assert "Tomme de brebis 25,00 €/kg ≈ 240 g, ≈ 6,00 €" in said


def test_taps_fill_the_bar_without_javascript(play: Cast) -> None:
    alice = Visitor(play.alice)
    for product in (play.vegetables, play.bread, play.cheese):
        answer = alice.tap(product.pk)
        assert (answer.status_code, answer.url) == (302, f"/g/vallon/commande/1/#p{product.pk}")
    said = words(alice.get(SHOP))
    assert "3 produits 1 produit à peser Régler ≈ 23,40 €" in said
    assert play.alice.account.balance.is_zero


def test_a_tap_of_htmx_swaps_the_number_the_bar_and_the_side_but_no_button(play: Cast) -> None:
    page = Visitor(play.alice).tap(play.bread.pk, **HTMX).content.decode()
    assert f'<output id="q{play.bread.pk}" hx-swap-oob="innerHTML">1</output>' in page
    assert 'id="bar"' in page
    assert 'id="side"' in page
    assert "Ajouter Pain" not in page


def test_a_number_back_to_nothing_is_empty(play: Cast) -> None:
    alice = Visitor(play.alice)
    alice.tap(play.bread.pk)
    page = alice.tap(play.bread.pk, -1, **HTMX).content.decode()
    assert f'<output id="q{play.bread.pk}" hx-swap-oob="innerHTML"></output>' in page
    assert "Panier vide" in page


def test_what_is_sold_out_says_so_and_scarcity_too(play: Cast) -> None:
    add_product(play.catalog, "Yaourts", "3.60", stock=0)
    eggs = add_product(play.catalog, "Œufs", "2.40", stock=3)
    play.order(play.bob, {eggs: 1})
    said = words(Visitor(play.alice).get(SHOP))
    assert "Yaourts 3,60 € Épuisé" in said
    assert "Œufs 2,40 € il en reste 2" in said


def test_a_tap_beyond_the_stock_names_what_remains(play: Cast) -> None:
    eggs = add_product(play.catalog, "Œufs", "2.40", stock=1)
    alice = Visitor(play.alice)
    alice.tap(eggs.pk)
    page = alice.tap(eggs.pk, **HTMX).content.decode()
    assert "Œufs\u202f: il n’en reste que 1." in page.replace(" :", "\u202f:")
    assert 'hx-swap-oob="innerHTML">1</output>' in page


def test_a_product_withdrawn_meanwhile_may_only_be_taken_out(play: Cast) -> None:
    alice = Visitor(play.alice)
    alice.tap(play.bread.pk)
    Product.objects.filter(pk=play.bread.pk).update(is_active=False)
    page = alice.get(SHOP)
    assert "Dans votre panier, mais plus proposés Pain" in words(page)
    assert "Retirer Pain" in page
    assert "Ajouter Pain" not in page
    assert "Ce produit n’est pas proposé" in alice.tap(play.bread.pk, **HTMX).content.decode()
    alice.tap(play.bread.pk, -1)
    assert "plus proposés" not in alice.get(SHOP)


def test_shelves_are_chosen_by_a_link_and_kept_by_taps(play: Cast) -> None:
    Product.objects.filter(pk=play.cheese.pk).update(family=Family.DAIRY)
    alice = Visitor(play.alice)
    page = alice.get(f"{SHOP}?rayon=dairy")
    assert "Tomme de brebis" in page
    assert "Pain" not in words(page)
    answer = alice.tap(play.cheese.pk)
    answer = alice.post(f"{SHOP}brouillon/", {"product": play.cheese.pk, "add": 1, "rayon": "dairy"})
    assert answer.url == f"/g/vallon/commande/1/?rayon=dairy#p{play.cheese.pk}"
    assert "Pain" in words(alice.get(f"{SHOP}?rayon=nothing"))


def test_with_one_means_only_the_shop_itself_commits(play: Cast) -> None:
    PaymentSettings.objects.update(accepts_cash=False, accepts_transfer=False, accepts_terminal=False)
    alice = Visitor(play.alice)
    alice.tap(play.bread.pk)
    page = alice.get(SHOP)
    assert "Commander · chèque de 5,40 €" in words(page)
    form = {
        name: [part.split('"')[0] for part in page.split(f'name="{name}" value="')[1:2]]
        for name in ("key", "version", "line", "means")
    }
    answer = alice.post("commande/1/regler/", form)
    assert answer.url == "/g/vallon/commande/1/merci/"


def test_the_next_shop_is_the_one_that_takes_orders(play: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = Visitor(play.alice)
    assert alice.client.get("/g/vallon/commande/").url == "/g/vallon/commande/1/"
    add_distribution(play.group, play.distribution.starts_at + timedelta(days=1), [play.catalog])
    stop_clock(monkeypatch, TUESDAY + timedelta(days=1, hours=11))
    assert alice.client.get("/g/vallon/commande/").url == "/g/vallon/commande/2/"


def test_where_several_take_orders_one_chooses(play: Cast) -> None:
    friday = add_distribution(play.group, play.distribution.starts_at + timedelta(days=1), [play.catalog])
    later = add_distribution(play.group, play.distribution.starts_at + timedelta(days=14), [play.catalog])
    play.order(play.alice, {play.bread: 1, play.cheese: 1})
    alice = Visitor(play.alice)
    page = alice.get("commande/")
    said = words(page)
    assert "Jeudi 26 novembre 18 h 30 – 19 h 30 , Salle des Aulnes Fermeture mercredi 25, 20 h" in said
    assert "2 produits, ≈ 11,40 € Modifier pour le jeudi 26 novembre" in said
    assert "Fermeture jeudi 26, 20 h Commander pour le vendredi 27 novembre" in said
    assert f'href="/g/vallon/commande/{friday.number}/"' in page
    assert f'href="/g/vallon/commande/{later.number}/"' not in page
    statements = alice.statements
    add_distribution(play.group, play.distribution.starts_at + timedelta(days=2), [play.catalog])
    alice.get("commande/")
    assert alice.statements == statements


def test_of_two_that_take_orders_each_is_ordered_and_paid_by_itself(play: Cast) -> None:
    """Money in advance pays the earlier of the two, whichever was ordered first."""
    friday = add_distribution(play.group, play.distribution.starts_at + timedelta(days=1), [play.catalog])
    thursday, play.distribution = play.distribution, friday
    give(play, "10.00")
    play.order(play.alice, {play.vegetables: 1})
    play.distribution = thursday
    play.order(play.alice, {play.bread: 1})
    alice = Visitor(play.alice)
    assert "Rien à payer" in words(alice.get("commande/1/merci/"))
    assert "Apportez un chèque de 7,40 €" in words(alice.get(f"commande/{friday.number}/merci/"))
    said = words(alice.get())
    assert "à régler, par chèque 7,40 €" in said
    assert "Total 5,40 € Rien à payer" in said
    assert "Vendredi 27 novembre 1 produit, 12,00 €" in said


def test_a_closed_shop_says_since_when_and_whom_to_write_to(play: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    play.order(play.alice, {play.bread: 1})
    alice = Visitor(play.alice)
    alice.tap(play.vegetables.pk)
    stop_clock(monkeypatch, TUESDAY + timedelta(days=2))
    page = alice.get(SHOP)
    said = words(page)
    assert "Les commandes du jeudi 26 novembre sont closes depuis mercredi 25, 20 h." in said
    assert "Un oubli ? Écrivez à Nadia" in said
    assert 'href="mailto:nadia@vallon.example.org"' in page
    assert "c’est la commande ci-dessous qui compte" in said
    assert "1 Pain" in said
    assert "Panier de légumes" not in said


def test_a_shop_that_is_not_open_yet_says_when(play: Cast) -> None:
    add_distribution(play.group, play.distribution.starts_at + timedelta(weeks=1), [play.catalog])
    assert "Les commandes du jeudi 3 décembre ouvrent vendredi 27, 8 h 30." in words(
        Visitor(play.alice).get("commande/2/")
    )


def test_a_tap_after_closing_changes_nothing(play: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = Visitor(play.alice)
    stop_clock(monkeypatch, TUESDAY + timedelta(days=2))
    assert alice.tap(play.bread.pk).status_code == 409
    answer = alice.tap(play.bread.pk, **HTMX)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (409, "/g/vallon/commande/1/")
    assert not Draft.objects.exists()


@pytest.mark.parametrize("data", [{}, {"product": "x", "add": "1"}, {"product": "1", "add": "9999"}, {"product": "1"}])
def test_what_no_page_sends_is_refused(play: Cast, data: dict[str, str]) -> None:
    assert Visitor(play.alice).post(f"{SHOP}brouillon/", data).status_code == 400


def test_a_get_changes_nothing(play: Cast) -> None:
    alice = Visitor(play.alice)
    assert alice.client.get("/g/vallon/commande/1/brouillon/").status_code == 405
    assert alice.client.get("/g/vallon/commande/1/abandon/").status_code == 405


def test_a_product_of_another_group_is_not_proposed_here(play: Cast) -> None:
    other = cast("halles", "Les Halles")
    alice = Visitor(play.alice)
    alice.tap(other.bread.pk)
    assert choice(play.distribution, play.alice).wanted == {}
    assert alice.client.get("/g/halles/commande/1/").status_code == 404


def test_the_shop_costs_the_same_for_one_product_and_for_many(play: Cast) -> None:
    eggs = add_product(play.catalog, "Œufs", "2.40", stock=9)
    play.order(play.alice, {eggs: 1})
    alice = Visitor(play.alice)
    alice.tap(eggs.pk)
    alice.get(SHOP)
    one = alice.statements
    catalog = add_catalog(add_vendor(play.group, "Fournil de Lise"), "Fournil")
    Participation.objects.create(group=play.group, distribution=play.distribution, catalog=catalog)
    for name in ("Brioche", "Miel", "Tarte"):
        alice.tap(add_product(catalog, name, "3.00", stock=5).pk)
    alice.get(SHOP)
    assert alice.statements == one
