"""« Tableau de bord » says what is to do now, to whoever may do it, each line with the button that leads there."""

from datetime import timedelta

import pytest

from cabas.dashboards.to_do import to_do
from cabas.distributions.serving import serve
from cabas.groups.models import Role
from cabas.groups.rights import RIGHTS_OF, Right
from cabas.joining.models import JoiningRequest
from cabas.mail.models import ATTEMPTS_MAX, OutgoingMail
from cabas.money import Money
from cabas.payments.models import AnnouncedTransfer, PaymentSettings
from cabas.stand.models import Case, OfflineAct
from cabas.volunteering.models import DutyRole
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, key
from tests.distributions.owing import past_evenings
from tests.distributions.pages import Visitor, stop_clock, words

COORDINATION, TREASURY = RIGHTS_OF[Role.COORDINATOR], RIGHTS_OF[Role.TREASURER]
DAY = timedelta(days=1)
CAGNOTTES = {
    **dict.fromkeys(("accepts_cheque", "accepts_cash", "accepts_transfer", "accepts_terminal"), False),
    "accepts_cagnotte": True,
    "low_balance_threshold": Money(1000),
}
Line = tuple[str, str, str]


def lines(play: Cast, rights: frozenset[Right], at: object) -> list[Line]:
    """What each line says, the button, and where it leads below the group."""
    tasks = to_do(play.group, rights, at=at)  # type: ignore[arg-type]
    return [(task.words, task.action, task.url.removeprefix("/g/vallon/gestion/")) for task in tasks]


def test_nothing_to_do_is_said(play: Cast) -> None:
    page = Visitor(play.group.memberships.with_people().get(adults__person=play.nadia)).get("gestion/")
    assert "Tableau de bord Rien à faire." in words(page)


def test_the_day_of_a_distribution_in_its_order(play: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    DutyRole.objects.create(group=play.group, name="Distribution", people_wanted=2)
    first = play.order(play.alice, {play.vegetables: 1})
    play.order(play.bob, {play.bread: 1})
    lacking = ("Il manque 2 personnes jeu. 26 nov.", "Trouver quelqu’un", "distributions/1/permanences/")
    assert lines(play, COORDINATION, TUESDAY) == [lacking]
    closed = play.distribution.orders_close_at
    unsent = (
        "Commandes closes pour jeu. 26 nov.\u202f: 1 producteur n’a pas reçu la sienne",
        "Envoyer",
        "commandes/1/",
    )
    assert lines(play, COORDINATION, closed) == [unsent, lacking]
    today = "Distribution aujourd’hui à 18\u00a0h\u00a030\u202f: 2 paniers"
    morning = lines(play, COORDINATION, THURSDAY_EVENING - timedelta(hours=8))
    assert morning == [(today, "Listes à imprimer", "distributions/1/imprimer/"), unsent, lacking]
    serve(first, is_left_owed=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    begun = "Distribution en cours jusqu’à 19\u00a0h\u00a030\u202f: 1 panier servi sur 2"
    assert lines(play, COORDINATION, THURSDAY_EVENING)[0] == (begun, "Ouvrir le stand", "distributions/1/stand/")
    over = ("Distribution du jeudi 26 novembre à valider", "Valider", "distributions/1/validation/")
    assert lines(play, COORDINATION, THURSDAY_EVENING + DAY) == [over]
    stop_clock(monkeypatch, THURSDAY_EVENING)
    page = Visitor(play.group.memberships.with_people().get(adults__person=play.nadia)).get("gestion/")
    assert 'class="g crates"' in page


@pytest.mark.parametrize(
    ("owing", "said"),
    [
        (1, ""),
        (2, "2 distributions à valider\u202f: à 4, les commandes seront en pause."),
        (3, "Encore 1, et les commandes seront en pause."),
        (4, "Les commandes sont en pause."),
    ],
)
def test_the_first_to_validate_says_how_far_the_group_is_from_being_blocked(play: Cast, owing: int, said: str) -> None:
    past_evenings(play, owing)
    details = [task.detail for task in to_do(play.group, TREASURY, at=TUESDAY) if task.action == "Valider"]
    assert details == [said] + [""] * (owing - 1)


def test_the_treasury_sees_old_debts_low_cagnottes_and_failed_mails_and_not_who_asks_to_join(play: Cast) -> None:
    play.order(play.alice, {play.vegetables: 1})
    later = TUESDAY + 40 * DAY
    asked = {"first_name": "Zoé", "last_name": "Roux", "email": "zoe@example.org"}
    JoiningRequest.objects.create(group=play.group, number=1, asked_at=TUESDAY, **asked)
    failed = {"kind": "E3", "to": "bob@example.org", "subject": "", "body": ""}
    OutgoingMail.objects.create(group=play.group, attempts=ATTEMPTS_MAX, queued_at=later - DAY, **failed)
    owed = ("1 membre doit de l’argent depuis plus de 30 jours", "Voir les soldes", "soldes/?etat=doit&depuis=30")
    mails = ("1 e-mail n’est pas parti ces 7 derniers jours", "Voir les e-mails", "courriels/")
    validate = ("Distribution du jeudi 26 novembre à valider", "Valider", "distributions/1/validation/")
    play.distribution.baskets.update(is_announced=False)
    assert lines(play, TREASURY, later) == [validate, owed, mails]
    asks = ("1 personne demande à rejoindre le groupe", "Répondre", "demandes/")
    assert lines(play, COORDINATION, later)[1] == asks
    PaymentSettings.objects.update(**CAGNOTTES)
    assert lines(play, TREASURY, later)[2][0] == "3 cagnottes sont basses"


def test_what_came_from_offline_and_the_transfers_that_are_awaited_lead_to_their_lists(play: Cast) -> None:
    play.order(play.alice, {play.vegetables: 1}, means="transfer")
    AnnouncedTransfer.objects.create(
        group=play.group, membership=play.bob, amount=Money(500), announced_at=TUESDAY, announced_by=play.nadia
    )
    act = {"kind": "notes", "made_at": TUESDAY, "received_at": TUESDAY, "case": Case.GONE}
    for number in (1, 2):
        OfflineAct.objects.create(
            group=play.group, distribution=play.distribution, number=number, key=key(), fields={}, **act
        )
    cases = ("2 opérations du stand à voir", "Voir", "distributions/1/stand/a-voir/")
    transfers = ("2 virements attendus", "Voir les virements", "soldes/virements/")
    assert lines(play, COORDINATION, TUESDAY) == [cases, transfers]
    assert lines(play, frozenset({Right.READ_ACCOUNTS}), TUESDAY) == []  # their list is not open to who only reads
