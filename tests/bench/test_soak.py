"""At the stand no act is lost and none is doubled while the server is killed; what would be wrong is told."""

import json
from typing import Any

import pytest

from cabas.bench import soak_proof
from cabas.bench.soak_group import build
from cabas.clock import now
from cabas.config import soaking
from cabas.config.enduring import Endured, endure
from cabas.config.refusals import CommandRefused
from cabas.config.testing import IS_LONG
from cabas.distributions.models import Basket
from cabas.distributions.serving import take_payment
from tests.cast import key

SECONDS, BASKETS = (60 if IS_LONG else 10), 48
CALM = Endured(
    baskets=48,
    seconds=31.2,
    kills=3,
    acts=64,
    undone=8,
    weighed=16,
    refused=4,
    asked_again=7,
    milliseconds=(31.4, 2210.0),
    faults=[],
)


@pytest.mark.one_database
@pytest.mark.concurrent
def test_eight_volunteers_and_three_kills_lose_no_act_and_double_none() -> None:
    """A moment of what `./cabas soak` does."""
    one = endure(BASKETS, SECONDS)
    assert one.faults == []
    assert (one.baskets, one.kills, one.acts, one.undone, one.weighed, one.refused) == (48, 3, 72, 8, 16, 4)


@pytest.mark.django_db
def test_the_proof_tells_each_difference_between_the_answers_and_the_books() -> None:
    stage = build(2, 2, at=now())
    by_place = {visit["place"]: visit for share in stage["visits"] for visit in share}
    visits = [{**by_place[place], "is_contested": False} for place in (0, 1)]
    paid = Basket.objects.get(number=visits[0]["basket"])
    nobodys = key()
    take_payment(paid, "cheque", key=nobodys, by=paid.membership.people[0], at=now())
    lost = {"key": key(), "basket": 1, "outcome": "done", "refusal": ""}
    refused = {"key": key(), "basket": 2, "outcome": "refused", "refusal": "DistributionValidated"}
    assert list(soak_proof.faults(visits, [lost, refused])) == [
        "Panier 2 : 1 refus, attendu 0",
        "Refus inattendu : DistributionValidated",
        f"Acte perdu : {lost['key']}",
        f"Acte que personne n’a fait : {nobodys}",
        "Panier 2 : reçu {}, attendu {('cash', 2243): 1}",
        "Panier 2 : None g, attendu 1057 g",
        "Panier 2 : pas servi",
        "Panier 2 : solde -24.00, attendu -1.57",
    ]


def test_the_summary_says_what_happened_and_a_fault_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Any
) -> None:
    monkeypatch.setattr(soaking, "endure", lambda _baskets, _seconds, _url: CALM)
    words = ["--baskets", "48", "--seconds", "30", "--database", "sqlite"]
    assert soaking.run([*words, "--json", str(tmp_path / "out.json")]) == 0
    assert capsys.readouterr().out.splitlines()[1:5] == [
        "Paniers\u202f: 48, en 31 s\u202f; arrêts brutaux (-9) du serveur\u202f: 3",
        "Actes\u202f: 64, dont 16 pesées et 8 annulations\u202f; 4 refusés à qui venait en second",
        "Renvoyés faute de réponse\u202f: 7\u202f; un acte\u202f: 31 ms, au pire 2210 ms",
        "Fautes\u202f: 0",
    ]
    assert json.loads((tmp_path / "out.json").read_text())["sqlite"]["asked_again"] == 7
    wrong = Endured(**{**vars(CALM), "faults": ["Acte perdu : 1"]})
    monkeypatch.setattr(soaking, "endure", lambda _baskets, _seconds, _url: wrong)
    assert soaking.run(words) == 1
    assert capsys.readouterr().out.endswith("Fautes\u202f: 1\n  Acte perdu\u202f: 1\n")


@pytest.mark.parametrize("words", [["--seconds", "9"], ["--baskets", "beaucoup"], ["--database", "mariadb"]])
def test_what_cannot_be_endured_is_refused(words: list[str]) -> None:
    with pytest.raises(CommandRefused):
        soaking.run(words)
