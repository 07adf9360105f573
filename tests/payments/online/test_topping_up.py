"""A cagnotte is topped up on the provider's page: credited once, whatever is repeated, lost or given up."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cabas.distributions.models import BasketCheckout
from cabas.distributions.topping_up_online import NotToppedUpOnline, begin_top_up
from cabas.groups.models import Membership
from cabas.money import Money
from cabas.payments.models import Payment, PaymentSettings
from cabas.payments.online.models import OnlinePayment
from tests.cast import TUESDAY, Cast
from tests.distributions.cagnottes import on_cagnottes
from tests.distributions.pages import words
from tests.payments.online.provider_here import REFUSED, WANTED, Here, balance, heard, told


@pytest.fixture
def cagnottes(play: Cast) -> Cast:
    PaymentSettings.objects.update(accepts_online=False)
    return on_cagnottes(play, tops_up_by_online=True)


def begun(play: Cast, amount: str = "30.00") -> OnlinePayment:
    settings = PaymentSettings.objects.select_related("group").get(group=play.group)
    alice = Membership.objects.select_related("group__book").get(pk=play.alice.pk)
    return begin_top_up(alice, settings, Money.of(amount), WANTED, by=play.person(play.alice), at=TUESDAY)


def test_the_member_pays_there_and_comes_back_to_a_fuller_cagnotte(cagnottes: Cast, here: Here) -> None:
    client = Client()
    client.force_login(cagnottes.person(cagnottes.alice))

    def path(name: str) -> str:
        return reverse(f"distributions:{name}", kwargs={"slug": cagnottes.group.slug})

    assert client.get(path("top_up_card"))["Location"] == path("top_up")  # nothing was begun
    said = words(client.get(f"{path('top_up')}?montant=30").content.decode())
    assert "Par carte, en ligne Payer par carte 30,00 €" in said
    answer = client.post(path("top_up_card"), {"montant": "30"})
    assert (answer.status_code, answer["Location"]) == (302, path("top_up_card"))
    online = OnlinePayment.objects.get()
    page = client.get(path("top_up_card")).content.decode()
    assert f'href="{online.url}"' in page
    assert "30,00 € à payer" in words(page)
    client.get(path("top_up_card_returned"))  # proves nothing: nothing is paid yet
    assert balance(cagnottes) == Money(0)
    assert "Vous avez quitté la page de paiement : rien n’a été payé." in words(
        client.get(path("top_up_card_left")).content.decode()
    )
    here.pay(online)
    said = words(client.get(path("top_up_card_returned"), follow=True).content.decode())
    assert "Cagnotte créditée" in said
    assert "30,00 € reçus par carte" in said
    assert balance(cagnottes) == Money.of("30.00")
    assert told(cagnottes) == ["Bien reçu\u202f: 30,00\u00a0€ par carte en ligne, votre cagnotte est à 30,00\u00a0€"]
    assert not BasketCheckout.objects.exists()


def test_without_a_notice_and_without_coming_back_the_periodic_look_credits_it_once(
    cagnottes: Cast, here: Here
) -> None:
    here.pay(begun(cagnottes))
    for _look in range(3):
        heard(cagnottes)
    assert (balance(cagnottes), Payment.objects.count()) == (Money.of("30.00"), 1)


def test_a_periodic_look_leaves_the_page_open_and_a_refused_card_changes_nothing(cagnottes: Cast, here: Here) -> None:
    online = begun(cagnottes)
    heard(cagnottes)
    here.pay(online, REFUSED)
    heard(cagnottes)
    assert (balance(cagnottes), told(cagnottes)) == (Money(0), [])
    here.pay(online)
    heard(cagnottes)
    assert balance(cagnottes) == Money.of("30.00")


def test_the_same_amount_goes_on_with_the_page_that_is_open_and_another_opens_one(cagnottes: Cast, here: Here) -> None:
    first = begun(cagnottes)
    assert begun(cagnottes).pk == first.pk
    second = begun(cagnottes, "45.00")
    assert second.pk != first.pk
    here.pay(first)  # it was closed
    here.pay(second)
    heard(cagnottes)
    assert balance(cagnottes) == Money.of("45.00")


def test_it_is_offered_only_where_the_group_takes_it(cagnottes: Cast, here: Here) -> None:
    with pytest.raises(NotToppedUpOnline):
        begun(cagnottes, "0.00")
    PaymentSettings.objects.update(tops_up_by_online=False)
    with pytest.raises(NotToppedUpOnline):
        begun(cagnottes)
    client = Client()
    client.force_login(cagnottes.person(cagnottes.alice))
    page: Any = client.get("/g/vallon/compte/crediter/?montant=30")
    assert "Par carte, en ligne" not in words(page.content.decode())
    answer = client.post("/g/vallon/compte/crediter/carte/", {"montant": "30"}, follow=True)
    assert "Il n’y a rien à payer par carte en ligne" in words(answer.content.decode())
    assert not OnlinePayment.objects.exists()
