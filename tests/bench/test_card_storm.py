"""A storm of online payments leaves each on its account once; what would be wrong afterwards is told."""

import json
from typing import Any

import pytest
import requests

from cabas.bench import card_proof
from cabas.bench.card_group import CardGroup, build
from cabas.clock import now
from cabas.config import benching, card_bench
from cabas.config.card_storm import KILLS, Storm, storm
from cabas.config.refusals import CommandRefused
from cabas.config.testing import IS_LONG
from cabas.distributions.drafts import replace_draft
from cabas.distributions.ordering import Order, commit
from cabas.distributions.paying_online import begin, recover
from cabas.groups.models import Membership
from tests.cast import key
from tests.payments.online.provider_here import WANTED, Here

PAYMENTS = 80 if IS_LONG else 20
NOTICES = {"happened": 81, "lost": 8, "doubled": 8, "late": 8, "unanswered": 1}
CALM = Storm(40, KILLS, NOTICES, by_notice=20, by_reconciliation=8, by_return_page=12, seconds=25.4, faults=[])


@pytest.mark.one_database
@pytest.mark.concurrent
def test_payments_in_bad_weather_and_two_kills_are_each_on_their_account_once() -> None:
    """A moment of what `./cabas bench payments` does."""
    one = storm(PAYMENTS)
    assert one.faults == []
    ways = (one.by_notice, one.by_reconciliation, one.by_return_page)
    assert (sum(ways), min(ways) > 0, min(one.notices.values()) > 0) == (PAYMENTS, True, True)


@pytest.mark.django_db
def test_the_proof_tells_each_difference_between_the_provider_and_the_books(here: Here, settings: Any) -> None:
    settings.ONLINE_PROVIDER_ADDRESS = here.address
    made = build(3, at=now())
    paid, unheard, _silent = made.group.memberships.select_related("group__book", "account").with_people()
    page = _paid(made, paid, here)
    recover(made.group, at=now())
    provider = {page: _record(here)[page]}
    assert list(card_proof.faults({page: paid.number}, provider)) == []
    other = _paid(made, unheard, here)
    found = list(
        card_proof.faults({page: paid.number, other: unheard.number}, {**provider, other: _record(here)[other]})
    )
    assert found == [
        f"Manque (la page, le membre, le montant) : (2, '{other}', 1200)",
        "Manque (paiements d’un membre) : (2, 1200)",
        "Manque (reçus d’un membre) : 2",
        "Manque (messages à un membre) : 2",
        "Le compte du membre 2 n’est pas à zéro : -12.00",
        "Chez le prestataire, et ses frais : [1157, 43] centimes, et non [2314, 86]",
    ]


def _paid(made: CardGroup, member: Membership, here: Here) -> str:
    """Ordered, and paid at the provider; the page of it."""
    quantities, signed = {made.product.pk: 1}, {"by": member.people[0], "at": now()}
    replace_draft(made.evening, member, quantities, at=now())
    basket = commit(made.evening, member, Order(quantities, 0, "online"), key=key(), **signed)
    online = begin(basket, WANTED, **signed)
    assert here.pay(online) == 303
    return online.session_id


def _record(here: Here) -> Any:
    return requests.get(f"{here.address}/_config/record", timeout=10).json()["paid"]


def test_the_summary_says_what_happened_and_a_fault_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Any
) -> None:
    monkeypatch.setattr(card_bench, "storm", lambda payments, _url: CALM)
    assert benching.run(["payments", "--payments", "40", "--json", str(tmp_path / "out.json")]) == 0
    assert capsys.readouterr().out.splitlines()[1:6] == [
        "Paiements\u202f: 40, en 25 s",
        "Avis du prestataire\u202f: 81, dont 8 perdus, 8 doublés, 8 en retard\u202f; 1 sans réponse pendant les arrêts",
        "Arrêts brutaux (-9)\u202f: 2 du serveur, 2 du travail de fond",
        "Crédités\u202f: 20 par leur avis, 8 par la réconciliation, 12 par la page de retour",
        "Fautes\u202f: 0",
    ]
    assert json.loads((tmp_path / "out.json").read_text())["sqlite"]["by_return_page"] == 12
    wrong = Storm(**{**vars(CALM), "faults": ["Manque : un paiement"]})
    monkeypatch.setattr(card_bench, "storm", lambda payments, _url: wrong)
    assert benching.run(["payments"]) == 1
    assert capsys.readouterr().out.endswith("Fautes\u202f: 1\n  Manque\u202f: un paiement\n")


@pytest.mark.parametrize("words", [["--payments", "9"], ["--payments", "beaucoup"], ["--database", "mariadb"]])
def test_what_cannot_be_measured_is_refused(words: list[str]) -> None:
    with pytest.raises(CommandRefused):
        benching.run(["payments", *words])
