"""What a blocked group shows: a calm page to its members, the way out to those who validate, and warnings before."""

import re
from datetime import timedelta

import pytest

from cabas.distributions.models import Basket, Distribution, Draft
from cabas.distributions.serving import take_payment
from cabas.distributions.validation import validate
from cabas.groups.models import Membership, Role
from cabas.groups.roles import set_roles
from tests.cast import TUESDAY, Cast, add_distribution, key
from tests.distributions.owing import past_evenings
from tests.distributions.pages import Visitor, fields, words

PAUSED = "Les commandes sont en pause"
BLOCKED = "Ce groupe est bloqué car il a 4 distributions non validées"
NEXT_TO_BLOCKED = "Encore 1 et les commandes seront bloquées"
PLAN = "gestion/distributions/"
VALIDATIONS = f"{PLAN}validations/"
HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def alice(play: Cast) -> Visitor:
    return Visitor(play.alice)


@pytest.fixture
def nadia(play: Cast) -> Visitor:
    """She coordinates, administers and is a member."""
    return Visitor(Membership.objects.with_people().select_related("group").get(adults__person=play.nadia))


def forms(page: str) -> list[dict[str, list[str]]]:
    """The fields of each form that validates, in the order of the page."""
    found = []
    for form in re.findall(r'<form[^>]* method="post" action="[^"]*/validations/">(.*?)</form>', page, flags=re.DOTALL):
        sent: dict[str, list[str]] = {}
        for name, value in re.findall(r'<input type="hidden" name="(key|ready)" value="([^"]*)"', form):
            sent.setdefault(name, []).append(value)
        found.append(sent)
    return found


@pytest.mark.parametrize("address", ["commande/", "commande/1/", "commande/1/regler/"])
def test_a_member_finds_a_calm_page_where_one_orders(play: Cast, alice: Visitor, address: str) -> None:
    past_evenings(play, 4)
    page = alice.get(address)
    said = words(page)
    assert PAUSED in said
    assert "Vous n’avez rien à faire" in said
    assert "Mon solde Mon compte à jour 0,00 €" in said
    assert 'href="/g/vallon/compte/"' in page
    assert "Une question ? Nadia Belkacem Écrire à nadia@vallon.example.org" in said
    assert "non validées" not in said
    assert "/validations/" not in page


def test_somebody_of_the_coordination_is_asked_before_the_administration(play: Cast, alice: Visitor) -> None:
    set_roles(play.group, play.nadia, [Role.ADMINISTRATOR], by=None, at=TUESDAY)
    bob = play.person(play.bob)
    set_roles(play.group, bob, [Role.COORDINATOR], by=None, at=TUESDAY)
    type(bob).objects.filter(pk=bob.pk).update(phone="06 21 43 65 87")
    past_evenings(play, 4)
    page = alice.get("commande/1/")
    assert "Une question ? Bob Lenoir" in words(page)
    assert "06 21 43 65 87" in words(page)
    assert 'href="tel:' in page


def test_an_order_that_is_sent_is_refused_with_the_same_page(play: Cast, alice: Visitor) -> None:
    alice.tap(play.bread.pk)
    form = fields(alice.get("commande/1/regler/"))
    past_evenings(play, 4)
    answer = alice.post("commande/1/regler/", form)
    assert answer.status_code == 403
    assert PAUSED in words(answer.content.decode())
    assert not Basket.objects.filter(distribution=play.distribution).exists()
    assert Draft.objects.count() == 1


def test_a_tap_is_refused_with_and_without_htmx_and_so_is_a_whole_version(play: Cast, alice: Visitor) -> None:
    past_evenings(play, 4)
    answer = alice.tap(play.bread.pk)
    assert (answer.status_code, PAUSED in words(answer.content.decode())) == (403, True)
    answer = alice.tap(play.bread.pk, **HTMX)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (403, "/g/vallon/commande/1/")
    answer = alice.post("commande/1/brouillon/", {"version": "mine", "line": f"{play.bread.pk}:1"})
    assert (answer.status_code, PAUSED in words(answer.content.decode())) == (403, True)
    assert not Draft.objects.exists()


def test_what_is_ordered_is_still_seen_and_paid_and_accounts_stay_open(play: Cast, alice: Visitor) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    past_evenings(play, 4)
    said = words(alice.get("commande/1/merci/"))
    assert "Apportez un chèque de 5,40 €" in said
    assert "Modifier" not in said
    assert "− 5,40 €" in words(alice.get("compte/"))
    take_payment(basket, "cheque", key=key(), by=play.nadia, at=play.distribution.starts_at)
    assert "+ 5,40 €" in words(alice.get("compte/"))


def test_the_stand_and_validation_stay_open(play: Cast, nadia: Visitor) -> None:
    oldest, *_others = past_evenings(play, 4)
    assert "Bob Lenoir" in words(nadia.get(f"{PLAN}{oldest.number}/stand/?vue=servis"))
    assert "1 panier, 5,40 €" in words(nadia.get(f"{PLAN}{oldest.number}/validation/"))


def test_the_home_of_a_member_says_paused_and_offers_nothing_to_order(play: Cast, alice: Visitor) -> None:
    add_distribution(play.group, play.distribution.starts_at + timedelta(days=1), [play.catalog])
    alice.tap(play.bread.pk)
    past_evenings(play, 4)
    page = alice.get()
    main = page[page.index("<main") : page.index("</main>")]
    said = words(main)
    assert PAUSED in said
    assert "commandes en pause" in said
    assert "Commander" not in said
    assert "pas encore commandé" not in said
    assert "non validées" not in said


def test_who_validates_sees_what_is_to_validate_and_what_is_ready(play: Cast, nadia: Visitor) -> None:
    past_evenings(play, 4, settled=2)
    page = nadia.get("commande/1/")
    said = words(page)
    assert BLOCKED in said
    assert said.index("À valider, de la plus ancienne") < said.index("Les 26 semaines")  # first what lifts it
    assert "Validez-en une pour rouvrir les commandes." in said
    assert "Jeu. 29 oct. 1 panier 5,40 € 1 à regarder Regarder la distribution du jeu. 29 oct." in said
    assert "Jeu. 19 nov. 1 panier 5,40 € tout est réglé Valider la distribution du jeu. 19 nov." in said
    assert "Valider les 2 qui sont prêtes · 10,80 €" in said
    assert "Aller aux distributions Mon compte" in said
    assert "Pourquoi ce blocage ?" in said
    assert len(forms(page)) == 3
    assert nadia.post("commande/1/regler/", {"key": key(), "version": "0"}).status_code == 403


def test_one_click_validates_and_reopens(play: Cast, nadia: Visitor, alice: Visitor) -> None:
    past_evenings(play, 4, settled=2)
    first, *_others = forms(nadia.get("commande/1/"))
    answer = nadia.post(VALIDATIONS, first)
    assert (answer.status_code, answer.url) == (302, "/g/vallon/gestion/distributions/")
    page = nadia.get(PLAN)
    assert "Commandes rouvertes" in page
    assert "Distribution du jeudi 12 novembre validée" in page
    said = words(page)
    assert NEXT_TO_BLOCKED in said
    awaiting = said[said.index("À valider, de la plus ancienne") : said.index("À venir")]
    assert "Jeu. 5 nov." in awaiting
    assert "Jeu. 12 nov." not in awaiting
    assert "Commander" in words(alice.get())
    assert "Panier de légumes" in words(alice.get("commande/1/"))


def test_a_second_click_says_the_same_and_validates_nothing_more(play: Cast, nadia: Visitor) -> None:
    past_evenings(play, 2)
    first, _second, _both = forms(nadia.get(PLAN))
    assert [nadia.post(VALIDATIONS, first).status_code for _time in range(2)] == [302, 302]
    assert Distribution.objects.validated().count() == 1


def test_all_that_are_ready_are_validated_together(play: Cast, nadia: Visitor) -> None:
    past_evenings(play, 5, settled=3)
    *_each, together = forms(nadia.get("commande/1/"))
    nadia.post(VALIDATIONS, together)
    page = nadia.get(PLAN)
    assert "3 distributions validées" in page
    assert "Commandes rouvertes" in page
    assert Distribution.objects.validated().count() == 3


def test_what_changed_meanwhile_shows_its_checklist_with_why(play: Cast, nadia: Visitor) -> None:
    (evening,) = past_evenings(play, 1)
    (form,) = forms(nadia.get(PLAN))
    answer = nadia.post(VALIDATIONS, form | {"ready": f"{evening.number}:999"})
    assert answer.status_code == 409
    assert "Les paniers ont changé depuis l’ouverture de cette page" in words(answer.content.decode())
    validate(evening, key=key(), by=play.nadia, at=TUESDAY)
    answer = nadia.post(VALIDATIONS, form)
    assert answer.status_code == 409
    assert "Distribution validée" in words(answer.content.decode())


def test_what_is_not_settled_or_has_no_key_is_not_validated(play: Cast, nadia: Visitor) -> None:
    (evening,) = past_evenings(play, 1, settled=0)
    seen = {"ready": f"{evening.number}:540"}
    for form in (seen, seen | {"key": key()}):
        assert nadia.post(VALIDATIONS, form).status_code == 422
    for nonsense in ({"ready": "x", "key": key()}, {"ready": "1:2:3", "key": key()}):
        assert nadia.post(VALIDATIONS, nonsense).status_code == 400
    assert not Distribution.objects.validated().exists()


def test_the_checklist_that_lifts_the_block_says_so_too(play: Cast, nadia: Visitor) -> None:
    oldest, *_others = past_evenings(play, 4)
    nadia.post(f"{PLAN}{oldest.number}/validation/", {"key": key(), "seen": "540"})
    assert "Commandes rouvertes" in nadia.get(f"{PLAN}{oldest.number}/validation/")


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (1, ""),
        (2, "2 distributions sont à valider. À 4, les commandes seront bloquées."),
        (3, NEXT_TO_BLOCKED),
        (4, BLOCKED),
    ],
)
def test_those_who_validate_are_warned_before(
    play: Cast, nadia: Visitor, alice: Visitor, count: int, told: str
) -> None:
    past_evenings(play, count)
    for address in ("", PLAN):
        said = words(nadia.get(address))
        assert (f"{count} sur 4 avant la mise en pause" in said) == bool(told)
        assert f"{told} " in said
    assert "sur 4" not in words(alice.get())


def test_the_pages_cost_the_same_with_more_to_validate_and_more_validated(play: Cast, nadia: Visitor) -> None:
    past_evenings(play, 4)
    counts = {}
    for address in ("commande/1/", PLAN, ""):
        nadia.get(address)
        counts[address] = nadia.statements
    coming = play.distribution
    play.distribution = add_distribution(play.group, coming.starts_at - timedelta(weeks=5), [play.catalog])
    for evening in past_evenings(play, 3)[:2]:
        validate(evening, key=key(), by=play.nadia, at=TUESDAY)
    for address, count in counts.items():
        nadia.get(address)
        assert nadia.statements == count, address
