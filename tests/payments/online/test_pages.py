"""A member goes from the order to the provider's page and back; the provider's notices are believed when signed."""

import hashlib
import hmac
import json
import time
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cabas.clock import PARIS
from cabas.distributions.models import Basket
from cabas.distributions.online_tasks import look_again, look_at
from cabas.money import Money
from cabas.payments.models import PaymentSettings
from cabas.payments.online.keys import enter
from cabas.payments.online.models import OnlineEvent, OnlinePayment, ProviderKeys
from cabas.payments.online.noticing import BATCH
from cabas.people.models import User
from tests.cast import TUESDAY, Cast, add_distribution, key
from tests.payments.online.provider_here import KEYS, Here, balance, begun, heard, ordered


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(play: Cast, name: str, **more: Any) -> str:
    return reverse(name, kwargs={"slug": play.group.slug, **more})


def notice(play: Cast, content: dict[str, Any], *, secret: str = KEYS.webhook_secret) -> int:
    """What the group answers to a notice that is signed with this secret."""
    body = json.dumps(content)
    moment = int(time.time())
    signature = hmac.new(secret.encode(), f"{moment}.{body}".encode(), hashlib.sha256).hexdigest()
    header = f"t={moment},v1={signature}"
    path = address(play, "distributions:card_notices")
    client = Client(enforce_csrf_checks=True)
    return client.post(path, body, content_type="application/json", headers={"Stripe-Signature": header}).status_code


def completed(online: OnlinePayment, event: str = "evt_1") -> dict[str, Any]:
    about = {"object": "checkout.session", "id": online.session_id, "client_reference_id": str(online.reference)}
    return {"id": event, "object": "event", "type": "checkout.session.completed", "data": {"object": about}}


def test_ordering_by_online_card_leads_to_the_provider_and_back(play: Cast, here: Here) -> None:
    """By the true time: the provider has its own clock."""
    evening = add_distribution(play.group, datetime.now(PARIS) + timedelta(days=3), [play.catalog])
    client, number = signed_in(play.person(play.alice)), evening.number
    tapped = {"product": play.vegetables.pk, "add": "1"}
    client.post(address(play, "distributions:draft", number=number), tapped)
    sent = {"line": f"{play.vegetables.pk}:1", "version": 0, "means": "online", "key": key()}
    answer = client.post(address(play, "distributions:checkout", number=number), sent)
    card = address(play, "distributions:card", number=number)
    assert (answer.status_code, answer["Location"]) == (302, card)
    online = OnlinePayment.objects.get()
    assert f'href="{online.url}"' in client.get(card).content.decode()
    back = address(play, "distributions:card_returned", number=number)
    client.get(back)  # proves nothing: nothing is paid yet
    assert balance(play) == Money(-1200)
    here.pay(online)
    assert "12,00\u00a0€ reçus par carte" in client.get(back, follow=True).content.decode()
    assert balance(play) == Money(0)


def test_a_notice_that_is_not_signed_is_refused_and_nothing_is_kept(play: Cast, here: Here) -> None:
    online = begun(play, ordered(play))
    assert notice(play, completed(online), secret="whsec_other") == 400
    assert (OnlineEvent.objects.count(), DBTaskResult.objects.filter(task_path=look_at.module_path).count()) == (0, 0)


def test_a_notice_counts_once_whatever_is_repeated_and_whatever_it_says(play: Cast, here: Here) -> None:
    online = begun(play, ordered(play))
    assert notice(play, completed(online)) == 204  # says it is paid, and it is not
    look_at.func(play.group.pk)
    assert balance(play) == Money(-1200)
    here.pay(online)
    assert [notice(play, completed(online, event)) for event in ("evt_2", "evt_2", "evt_3")] == [204, 204, 204]
    assert DBTaskResult.objects.filter(task_path=look_at.module_path).count() == 1  # one look sees them all
    for _time in range(3):
        look_at.func(play.group.pk)
    assert (OnlineEvent.objects.count(), balance(play)) == (3, Money(0))
    assert not OnlineEvent.objects.filter(processed_at=None).exists()


def test_a_notice_of_a_refund_that_comes_before_that_of_the_payment_waits_for_it(play: Cast, here: Here) -> None:
    online = begun(play, ordered(play))
    here.pay(online)
    refund = {"object": "charge", "id": "ch_1", "payment_intent": "pi_unknown"}
    early = {"id": "evt_9", "object": "event", "type": "charge.refunded", "data": {"object": refund}}
    assert (notice(play, early), notice(play, completed(online))) == (204, 204)
    look_at.func(play.group.pk)
    assert list(OnlineEvent.objects.filter(processed_at=None).values_list("event_id", flat=True)) == ["evt_9"]
    assert balance(play) == Money(0)


def test_what_the_group_sells_elsewhere_keeps_no_payment_waiting(play: Cast, here: Here) -> None:
    """Its provider sends notices of everything, with references that are no ours."""
    sold = [
        OnlineEvent(
            group=play.group, event_id=f"evt_s{number}", kind="x", reference="commande 42", received_at=timezone.now()
        )
        for number in range(BATCH + 1)
    ]
    OnlineEvent.objects.bulk_create(sold)
    online = begun(play, ordered(play))
    here.pay(online)
    assert notice(play, completed(online)) == 204
    look_at.func(play.group.pk)
    assert (balance(play), OnlineEvent.objects.filter(processed_at=None).count()) == (Money(0), BATCH + 1)


def test_a_refund_while_there_were_no_keys_is_seen_once_there_are_some(play: Cast, here: Here) -> None:
    online = begun(play, ordered(play))
    here.pay(online)
    heard(play)
    online.refresh_from_db()
    signed_in(play.nadia).post(address(play, "online:removal"))
    here.refund(online, 500)
    enter(play.group, "stripe", KEYS, by=play.nadia, at=TUESDAY)
    heard(play)
    assert balance(play) == Money(-500)


def test_pages_to_pay_on_are_closed_when_the_keys_are_removed(play: Cast, here: Here) -> None:
    online = begun(play, ordered(play))
    signed_in(play.nadia).post(address(play, "online:removal"))
    assert (here.pay(online), ProviderKeys.objects.count()) == (410, 0)


def test_a_payment_to_look_at_is_said_to_its_member_and_on_the_page_of_the_keys(play: Cast, here: Here) -> None:
    online = begun(play, ordered(play))
    here.post(f"/_config/sessions/{online.session_id}", currency="chf")
    here.pay(online)
    heard(play)
    shown = signed_in(play.person(play.alice)).get(address(play, "distributions:card", number=play.distribution.number))
    assert "Votre groupe est prévenu et vous répondra" in shown.content.decode()
    assert "à regarder, arrivé en CHF" in signed_in(play.nadia).get(address(play, "online:keys")).content.decode()


def test_looks_of_the_day_before_are_forgotten(play: Cast, here: Here) -> None:
    for task, days in ((look_at, 2), (look_at, 0), (look_again, 2)):
        kept = DBTaskResult.objects.create(
            task_path=task.module_path, args_kwargs={}, backend_name="default", status="SUCCESSFUL"
        )
        DBTaskResult.objects.filter(pk=kept.pk).update(finished_at=timezone.now() - timedelta(days=days))
    look_again.func()
    assert DBTaskResult.objects.filter(status="SUCCESSFUL").values_list("task_path", flat=True).get() == (
        look_at.module_path
    )


def test_the_page_of_the_keys_asks_as_much_for_two_payments_as_for_one(play: Cast, here: Here) -> None:
    client, page, counts = signed_in(play.nadia), address(play, "online:keys"), []
    for member in (play.alice, play.bob):
        basket = play.order(member, {play.vegetables: 1}, means="online")
        here.pay(begun(play, basket))
        heard(play)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        counts.append(len(asked))
    assert (counts[0] <= 12, counts[1]) == (True, counts[0])


def test_what_was_lost_is_recovered_and_looking_goes_on(play: Cast, here: Here) -> None:
    here.pay(begun(play, ordered(play)))
    look_again.func()
    assert balance(play) == Money(0)
    assert DBTaskResult.objects.filter(task_path=look_again.module_path).count() == 1
    look_again.func()
    assert DBTaskResult.objects.filter(task_path=look_again.module_path).count() == 1


def test_keys_are_tried_kept_sealed_and_never_shown(play: Cast, here: Here) -> None:
    client, page = signed_in(play.nadia), address(play, "online:keys")
    refused = client.post(page, {"provider": "stripe", "secret": "rk_unknown_0", "webhook_secret": "whsec_x"})
    assert (refused.status_code, "ne reconnaît pas cette clé" in refused.content.decode()) == (422, True)
    answer = client.post(page, {"provider": "stripe", "secret": " sk_test_other9 ", "webhook_secret": "whsec_new"})
    assert answer.status_code == 302
    kept = ProviderKeys.objects.get()
    shown = client.get(page).content.decode() + refused.content.decode() + str(vars(kept))
    assert [
        secret for secret in ("sk_test_other9", "whsec_new", "rk_unknown_0", "sk_test_vallon") if secret in shown
    ] == []


def test_keys_sealed_by_another_installation_are_asked_for_again(play: Cast, here: Here, settings: Any) -> None:
    settings.SECRET_KEY = "another installation's key, as long as it takes to be one"
    client = signed_in(play.nadia)
    assert "Entrez-les de nouveau" in client.get(address(play, "online:keys")).content.decode()
    client.post(address(play, "online:trial"))
    assert not PaymentSettings.objects.get(group=play.group).has_online_keys


def test_the_simulated_provider_is_not_offered_beside_real_accounts(play: Cast, here: Here) -> None:
    client = signed_in(play.nadia)
    assert "simulé" not in client.get(address(play, "online:keys")).content.decode()
    sent = {"provider": "simulated", "secret": "x", "webhook_secret": "x"}
    assert client.post(address(play, "online:keys"), sent).status_code == 422
    assert Basket.objects.count() == 0
