"""Home says when one is on duty, and which distribution lacks somebody; a tap signs up."""

from cabas.volunteering.models import DutyRole, DutySettings
from cabas.volunteering.signing_up import put_on
from tests.cast import TUESDAY, Cast
from tests.distributions.pages import Visitor, words


def section(page: str) -> str:
    """What the card of the wide page says."""
    return words("<main" + page.partition('aria-labelledby="permanences-l"')[2].partition("</section>")[0])


def test_home_says_nothing_of_duties_where_nobody_is_needed(play: Cast) -> None:
    assert "permanences-l" not in Visitor(play.alice).get()


def test_one_missing_role_is_one_tap_several_lead_to_the_page_and_what_is_mine_is_said(play: Cast) -> None:
    alice = Visitor(play.alice)
    welcome = DutyRole.objects.create(group=play.group, name="Accueil", people_wanted=2)
    page = alice.get()
    assert "Mes permanences Toutes les dates Aucune prévue. Il manque 2 personnes jeu. 26 nov. M’inscrire" in section(
        page
    )
    assert f'action="/g/vallon/permanences/1/{welcome.pk}/inscription/"' in page
    other = DutyRole.objects.create(group=play.group, name="Rangement")
    page = alice.get()
    assert "Il manque 3 personnes" in section(page)
    assert 'href="/g/vallon/permanences/#d1"' in page
    put_on(play.distribution, other, play.person(play.alice), by=play.nadia, at=TUESDAY)
    said = section(alice.get())
    assert "Jeudi 26 novembre Rangement, 18 h 30" in said
    assert "Il manque" not in said


def test_who_cannot_sign_up_yet_is_not_asked(play: Cast) -> None:
    DutyRole.objects.create(group=play.group, name="Accueil")
    DutySettings.objects.create(group=play.group, opens_days_before=7)
    play.group.distributions.update(day=TUESDAY.date().replace(day=30))
    assert "Il manque" in section(Visitor(play.alice).get())
    DutySettings.objects.update(opens_days_before=1)
    assert "Il manque" not in section(Visitor(play.alice).get())
